"""Half precision for the weights in an ONNX file."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SMALLEST_HALVED = 256  # tensors below this many values stay in single precision


def halve_weights(model: onnx.ModelProto) -> None:
    """Store large weights as float16 and widen them on loading: half the file, same arithmetic.

    Lists (scales, biases) stay: a small scale would lose its digits.
    """
    casts, kept = [], []
    for tensor in list(model.graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < SMALLEST_HALVED or values.ndim < 2:
            kept.append(tensor)
            continue
        half = numpy_helper.from_array(values.astype(np.float16), tensor.name + "_half")
        kept.append(half)
        casts.append(helper.make_node("Cast", [half.name], [tensor.name], to=TensorProto.FLOAT))
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    for node in reversed(casts):
        model.graph.node.insert(0, node)
