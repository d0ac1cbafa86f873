"""Exports the trained head as an ONNX file in half precision."""

from __future__ import annotations

import argparse

import onnx
import torch

from .halves import halve_weights
from .head import Head
from .lines import SIGNS, SYLLABLES


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
