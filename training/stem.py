"""Runs the frozen lower part of the bundled recognizer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openvino

from .head import STEM_OUTPUT


def with_output(model: bytes, name: str) -> bytes:
    """Return the serialized ONNX ``model`` with the inner value ``name`` as a further output.

    Protocol Buffers merge concatenated messages, so that a graph fragment can be appended.
    """
    info = b"\x0a" + bytes([len(name)]) + name.encode() + b"\x12\x04\x0a\x02\x08\x01"
    output = b"\x62" + bytes([len(info)]) + info
    return model + b"\x3a" + bytes([len(output)]) + output


class Stem:
    """Feature maps (N, 192, 6, width / 4) of BGR line pictures of 48 rows.

    OpenVINO, since it computes batches in bfloat16 ten times as fast as the product's engine does
    in single precision; ``exact`` computes as the product does, three times as slowly.
    """

    def __init__(self, model_path: str, *, exact: bool = False) -> None:
        core = openvino.Core()
        whole = core.read_model(with_output(Path(model_path).read_bytes(), STEM_OUTPUT))
        features = [end.get_node() for end in whole.outputs if STEM_OUTPUT in end.get_names()]
        self.model = core.compile_model(
            openvino.Model(features, whole.get_parameters(), "stem"),
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": "f32" if exact else "bf16",
                "INFERENCE_NUM_THREADS": 1,
                "NUM_STREAMS": 1,
            },
        )

    def __call__(self, lines: list[np.ndarray]) -> np.ndarray:
        """Return the features of lines of about the same width, padded on the right."""
        width = -(-max(line.shape[1] for line in lines) // 16) * 16
        batch = np.zeros((len(lines), 3, 48, width), np.float32)
        for row, line in enumerate(lines):
            batch[row, :, :, : line.shape[1]] = line.transpose(2, 0, 1) / 127.5 - 1
        return self.model([batch])[0]
