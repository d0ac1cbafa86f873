"""Runs the frozen lower part of the bundled recognizer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime

from .head import STEM_OUTPUT


def with_output(model: bytes, name: str) -> bytes:
    """Return the serialized ONNX ``model`` with the inner value ``name`` as a further output.

    Protocol Buffers merge concatenated messages, so that a graph fragment can be appended.
    """
    info = b"\x0a" + bytes([len(name)]) + name.encode() + b"\x12\x04\x0a\x02\x08\x01"
    output = b"\x62" + bytes([len(info)]) + info
    return model + b"\x3a" + bytes([len(output)]) + output


class Stem:
    """Feature maps (N, 192, 6, width / 4) of BGR line pictures of 48 rows."""

    def __init__(self, model_path: str, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = threads
        options.enable_cpu_mem_arena = False  # it would only grow with lines of every width
        model = with_output(Path(model_path).read_bytes(), STEM_OUTPUT)
        self.session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, lines: list[np.ndarray]) -> np.ndarray:
        """Return the features of lines of about the same width, padded on the right."""
        width = -(-max(line.shape[1] for line in lines) // 16) * 16
        batch = np.zeros((len(lines), 3, 48, width), np.float32)
        for row, line in enumerate(lines):
            batch[row, :, :, : line.shape[1]] = line.transpose(2, 0, 1) / 127.5 - 1
        return self.session.run([STEM_OUTPUT], {"x": batch})[0]
