"""Exports the trained head as the ONNX file that the recognizer loads, in half precision."""

from __future__ import annotations

import argparse

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from .head import Head
from .lines import SIGNS, SYLLABLES

SMALLEST_HALVED = 256  # tensors below this many values stay in single precision


def halve_weights(model: onnx.ModelProto) -> None:
    """Store large weights as float16 and widen them on loading: half the file, same arithmetic."""
    casts, kept = [], []
    for tensor in list(model.graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < SMALLEST_HALVED:
            kept.append(tensor)
            continue
        half = numpy_helper.from_array(values.astype(np.float16), tensor.name + "_half")
        kept.append(half)
        casts.append(helper.make_node("Cast", [half.name], [tensor.name], to=TensorProto.FLOAT))
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    for node in reversed(casts):
        model.graph.node.insert(0, node)


def averaged(states: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """Return the mean of weights out of one run, which errs less than the last ones do."""
    return {name: sum(state[name] for state in states) / len(states) for name in states[0]}


def main() -> None:
    """Write the ONNX file with its signs in the metadata."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", required=True, nargs="+", help="several are averaged")
    parser.add_argument("--out", required=True)
    given = parser.parse_args()
    head = Head(SYLLABLES, SIGNS)
    head.load_state_dict(averaged([torch.load(path) for path in given.weights]))
    head.eval()
    torch.onnx.export(
        head,
        (torch.zeros(2, 192, 6, 80),),
        given.out,
        input_names=["features"],
        output_names=["scores"],
        dynamic_axes={"features": {0: "lines", 3: "columns"}, "scores": {0: "lines", 1: "steps"}},
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(given.out)
    halve_weights(model)
    entry = model.metadata_props.add()
    entry.key, entry.value = "character", "\n".join(SYLLABLES + SIGNS)
    onnx.save(model, given.out)


if __name__ == "__main__":
    main()
