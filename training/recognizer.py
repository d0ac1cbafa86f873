"""Makes the 8-bit copies of the line recognizer: its stem and both heads, in half the time.

The two convolutions around each GELU, each of one pixel, are most of the work. They become
products of whole numbers: values of 8 bits, and weights of 7, since processors without dot
products of bytes would overflow otherwise. One after the other is fitted to what it is to give
in single precision, from what it sees with those before it in whole numbers already: so that it
makes up for their rounding. All else stays in single precision.
"""

from __future__ import annotations

import argparse
import copy
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from review.recognizer import engines

from . import parts
from .graphs import simplified, with_whole_gelus
from .halves import halve_weights
from .shown import shown_to

Array = npt.NDArray[np.float32]
Exact = npt.NDArray[np.float64]
PICTURES = {"clean": 20, "phone": 20, "bad": 20}
EVERY = 3  # of the lines shown so many are passed over but for one
HEADROOM = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)  # shares of the range seen that are tried
SAMPLED = 13  # of the values seen so many are passed over but for one
TOP_VALUE, TOP_WEIGHT = 255, 63
RIDGE = 0.01  # keeps weights that the lines say little about where they were


@dataclass(frozen=True)
class Grid:
    """The 256 values that a number is rounded to: ``(code - zero) * step``."""

    step: np.float32
    zero: np.uint8

    def rounded(self, values: Array) -> Array:
        """Return the nearest values of the grid."""
        zero = np.float32(self.zero)
        codes = np.clip(np.round(values / self.step) + zero, 0, TOP_VALUE)
        return (codes - zero) * self.step


@dataclass(frozen=True)
class Fitted:
    """A product of whole numbers: its input's grid, weights (K, N), steps (N) and bias (N)."""

    grid: Grid
    weights: npt.NDArray[np.int8]
    steps: Array
    bias: Array


def best_grid(values: Array) -> Grid:
    """Return the grid on which ``values`` err least: its ends may cut rare large ones off."""
    sample = values.ravel()[::SAMPLED]
    low, high = min(float(values.min()), 0.0), float(values.max())
    grids = [_grid(low * left, high * right) for left, right in product(HEADROOM, HEADROOM)]
    return min(grids, key=lambda grid: float(np.square(grid.rounded(sample) - sample).mean()))


def _grid(low: float, high: float) -> Grid:
    step = (high - low) / TOP_VALUE
    return Grid(np.float32(step), np.uint8(round(-low / step)))


def fitted(seen: Array, wanted: Array, weights: Exact) -> Fitted:
    """Return what turns ``seen`` (rows, K) into ``wanted`` (rows, N), near ``weights`` (K, N)."""
    grid = best_grid(seen)
    values = grid.rounded(seen)
    mean, target = values.mean(0, dtype=np.float64), wanted.mean(0, dtype=np.float64)
    own = (values.T @ values) - len(values) * np.outer(mean, mean)
    both = (values.T @ wanted) - len(values) * np.outer(mean, target)
    ridge = RIDGE * np.diag(own).mean() * np.eye(len(own))
    weights = weights + np.linalg.solve(own + ridge, both - own @ weights)
    steps = np.abs(weights).max(0) / TOP_WEIGHT
    codes = np.round(weights / steps)
    bias = target - mean @ (codes * steps)
    return Fitted(grid, codes.astype(np.int8), steps.astype(np.float32), bias.astype(np.float32))


def in_whole_numbers(
    model: onnx.ModelProto, shown: list[Array], exact: list[Array]
) -> onnx.ModelProto:
    """Return ``model`` with the convolutions around its GELUs in whole numbers.

    ``shown`` are its inputs in use, ``exact`` the same as they would be in single precision.
    """
    metadata = model.metadata_props
    model = with_whole_gelus(simplified(model))
    del model.metadata_props[:]
    whole = copy.deepcopy(model)
    whole.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    tensors = {tensor.name: tensor for tensor in model.graph.initializer}
    for conv in _around_gelus(model.graph):
        weights = numpy_helper.to_array(tensors[conv.input[1]])[:, :, 0, 0].T
        seen = given(whole, conv.input[0], shown)
        wanted = given(model, conv.output[0], exact)
        _replace(whole.graph, conv, fitted(seen, wanted, weights.astype(np.float64)))
    _drop_unused(whole.graph)
    halve_weights(whole)
    whole.metadata_props.extend(metadata)
    return whole


def _around_gelus(graph: onnx.GraphProto) -> list[onnx.NodeProto]:
    gelus = [node for node in graph.node if node.op_type == "Gelu"]
    before, after = ({node.input[0] for node in gelus}, {node.output[0] for node in gelus})
    return [
        node
        for node in graph.node
        if node.op_type == "Conv" and (node.output[0] in before or node.input[0] in after)
    ]


def given(model: onnx.ModelProto, value: str, inputs: list[Array]) -> Array:
    """Return the inner ``value`` (1, channels, ...) of ``model`` for ``inputs``: (rows, channels).

    A row is one place of one input.
    """
    cut = copy.deepcopy(model)
    del cut.graph.output[:]
    cut.graph.output.append(helper.make_tensor_value_info(value, TensorProto.FLOAT, None))
    session = engines.session(cut.SerializeToString())
    name = cut.graph.input[0].name
    maps = (session.run(None, {name: each})[0][0] for each in inputs)
    return np.concatenate([each.reshape(len(each), -1).T for each in maps])


def _replace(graph: onnx.GraphProto, conv: onnx.NodeProto, by: Fitted) -> None:
    """Put the product in the place of ``conv``; the engine drops turns that undo each other."""
    tensors = {
        "step": by.grid.step, "zero": by.grid.zero, "weights": by.weights, "steps": by.steps,
        "bias": by.bias,
    }  # fmt: skip
    names = {part: f"{conv.name}.{part}" for part in (*tensors, "codes", "turned", "product")}
    graph.initializer.extend(
        numpy_helper.from_array(np.asarray(tensor), names[part]) for part, tensor in tensors.items()
    )
    step, zero, weights, steps, bias, codes, turned, result = names.values()
    nodes = [
        helper.make_node("QuantizeLinear", [conv.input[0], step, zero], [codes]),
        helper.make_node("Transpose", [codes], [turned], perm=[0, 2, 3, 1]),
        helper.make_node(
            "MatMulIntegerToFloat", [turned, weights, step, steps, zero, "", bias], [result],
            domain="com.microsoft",
        ),
        helper.make_node("Transpose", [result], [conv.output[0]], perm=[0, 3, 1, 2]),
    ]  # fmt: skip
    before = [node for node in graph.node if node.name != conv.name]
    place = next(index for index, node in enumerate(graph.node) if node.name == conv.name)
    del graph.node[:]
    graph.node.extend([*before[:place], *nodes, *before[place:]])


def _drop_unused(graph: onnx.GraphProto) -> None:
    used = {name for node in graph.node for name in node.input}
    kept = [tensor for tensor in graph.initializer if tensor.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)


def main() -> None:
    """Write the three ONNX files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--model", type=Path, required=True, help="PP-OCRv6_rec_small.onnx of rapidocr"
    )
    parser.add_argument("--hangul", type=Path, required=True, help="the exported Hangul head")
    parser.add_argument("--out", type=Path, required=True, help="a folder")
    options = parser.parse_args()
    bundled = onnx.load(options.model)
    models = {
        "stem": parts.stem(bundled),
        "latin_head": parts.latin_head(bundled),
        "hangul_head": onnx.load(options.hangul),
    }
    playing = {name: model.SerializeToString() for name, model in models.items()}
    shown = exact = shown_to("stem", playing, PICTURES)[::EVERY]
    for name, model in models.items():
        whole = in_whole_numbers(model, shown, exact)
        onnx.save(whole, options.out / f"{name}.onnx")
        if name == "stem":
            shown, exact = features(whole, shown), features(model, exact)


def features(stem: onnx.ModelProto, lines: list[Array]) -> list[Array]:
    """Return what ``stem`` makes of ``lines``."""
    session = engines.session(stem.SerializeToString())
    return [session.run(None, {"picture": line})[0] for line in lines]


if __name__ == "__main__":
    main()
