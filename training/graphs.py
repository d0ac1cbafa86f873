"""Changes to ONNX graphs that more than one model needs."""

from __future__ import annotations

import tempfile
from pathlib import Path

import onnx
from onnx import version_converter
from onnxruntime.quantization.shape_inference import quant_pre_process
from onnxruntime.transformers.fusion_gelu import FusionGelu
from onnxruntime.transformers.onnx_model import OnnxModel

OPERATORS = 17  # the version of ONNX that knows a scale for each channel


def simplified(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return ``model`` with constants worked out and each bias within its convolution."""
    with tempfile.TemporaryDirectory() as folder:
        newer, prepared = Path(folder, "newer.onnx"), Path(folder, "prepared.onnx")
        onnx.save(version_converter.convert_version(model, OPERATORS), newer)
        quant_pre_process(newer, prepared, skip_symbolic_shape=True)
        return onnx.load(prepared)


def with_whole_gelus(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return ``model`` with each GELU, spelled out in five steps, as one operator of the engine.

    The engine does so itself, but not where the steps stand between those of 8 bits.
    """
    whole = OnnxModel(model)
    FusionGelu(whole).apply()
    whole.topological_sort()
    return whole.model
