"""Takes the bundled line recognizer apart: its stem, and its own last stage with fewer signs."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import onnx
from onnx import numpy_helper
from onnx.utils import Extractor

# Values of its graph: its input, the feature map before its last stage, its output.
PICTURE, FEATURES, SCORES = "x", "p2o.pd_op.add.51.0", "fetch_name_0"
NAMES = {PICTURE: "picture", FEATURES: "features", SCORES: "scores"}
LAST_LAYER = ("linear_8.w_0", "linear_8.b_0")
DELETE = 0x7F  # ends the ASCII signs
# Dashes, quotes, Chinese and full-width punctuation.
MARKS = re.compile("[·−∼一ー\u2010-\u203f\u3000-\u303f\uff01-\uff5f]")


def stem(recognizer: onnx.ModelProto) -> onnx.ModelProto:
    """Return what turns a line's ``picture`` into the ``features`` that both heads read."""
    return _part(recognizer, PICTURE, FEATURES)


def latin_head(recognizer: onnx.ModelProto) -> onnx.ModelProto:
    """Return the own last stage: ``scores`` of digits, Latin letters and marks.

    To score all 18,710 signs is a third of the time. The metadata lists those that are left, but
    for the CTC blank, which is the first.
    """
    every = _every_sign(recognizer)
    kept = np.flatnonzero([_is_kept(sign) for sign in every])
    head = _part(recognizer, FEATURES, SCORES)
    _keep_columns(head, kept)
    entry = head.metadata_props.add()
    entry.key, entry.value = "character", "\n".join(every[index] for index in kept[1:])
    return head


def _every_sign(recognizer: onnx.ModelProto) -> list[str]:
    listed = {entry.key: entry.value for entry in recognizer.metadata_props}["character"]
    return ["", *listed.splitlines(), " "]


def _is_kept(sign: str) -> bool:
    """Whether a sign is told apart.

    Digits, Latin letters and marks are, and of the Chinese characters in common use every fourth:
    these stand for whatever is no digit and no letter, so that nothing else is taken for one.
    """
    if len(sign) != 1 or ord(sign) < DELETE or MARKS.match(sign):
        return True
    # Level 1 of GB 2312 is in its rows 16 to 55.
    row = sign.encode("gb2312", "ignore")[:1]
    return b"\xb0" <= row <= b"\xd7" and ord(sign) % 4 == 0


def _part(recognizer: onnx.ModelProto, start: str, end: str) -> onnx.ModelProto:
    part = Extractor(onnx.shape_inference.infer_shapes(recognizer)).extract_model([start], [end])
    del part.graph.value_info[:], part.metadata_props[:]
    for node in part.graph.node:
        _rename(node.input)
        _rename(node.output)
    for value in (*part.graph.input, *part.graph.output):
        value.name = NAMES[value.name]
        value.type.tensor_type.ClearField("shape")
    return part


def _rename(values: Iterable[str]) -> None:
    values[:] = [NAMES.get(value, value) for value in values]


def _keep_columns(head: onnx.ModelProto, kept: npt.NDArray[np.int64]) -> None:
    for tensor in head.graph.initializer:
        if tensor.name in LAST_LAYER:
            fewer = numpy_helper.to_array(tensor)[..., kept]
            tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(fewer), tensor.name))
