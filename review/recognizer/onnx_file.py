"""Edits ONNX files without a library for them: a part of a graph, and fewer signs to tell apart.

Only what Protocol Buffers need of the format: a message is a run of fields, each a key (number
and kind) with a value; fields of one number may repeat.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

# Numbers of the fields that are changed, by their message.
GRAPH, METADATA = 7, 14
NODE, INITIALIZER, INPUT, OUTPUT = 1, 5, 11, 12
NODE_INPUT, NODE_OUTPUT = 1, 2
DIMS, TENSOR_NAME, RAW_DATA = 1, 8, 9
VALUE_NAME = 1
ENTRY_KEY, ENTRY_VALUE = 1, 2
VARINT, FIXED_64, LENGTH, FIXED_32 = 0, 1, 2, 5
FLOAT = b"\x12\x04\x0a\x02\x08\x01"  # the type of a value: float, of any shape
Field = tuple[int, bytes, bytes]  # its number, its content, and all of it as it stands


def metadata(model: bytes) -> dict[str, str]:
    """Return what the serialized ``model`` says about itself."""
    entries = [content for number, content, _ in _fields(model) if number == METADATA]
    return {_text(entry, ENTRY_KEY): _text(entry, ENTRY_VALUE) for entry in entries}


def part(model: bytes, start: str, end: str) -> bytes:
    """Return the part of a serialized ``model`` that turns its float value ``start`` into ``end``.

    Both are values of its graph, and become the only input and the only output.
    """
    return b"".join(
        _field(GRAPH, _part_of_graph(content, start, end)) if number == GRAPH else whole
        for number, content, whole in _fields(model)
    )


def _part_of_graph(graph: bytes, start: str, end: str) -> bytes:
    fields = list(_fields(graph))
    nodes, needed = _nodes_between(fields, start, end)
    rest = [
        whole
        for number, content, whole in fields
        if number not in (NODE, INPUT, OUTPUT)
        and (number != INITIALIZER or _text(content, TENSOR_NAME) in needed)
    ]
    return b"".join([*nodes, *rest, _value(INPUT, start), _value(OUTPUT, end)])


def _nodes_between(fields: list[Field], start: str, end: str) -> tuple[list[bytes], set[str]]:
    """Return the nodes that ``end`` takes, each after those it needs, and the values they need."""
    nodes, needed = [], {end}
    for number, content, whole in reversed(fields):
        if number == NODE and (needed - {start}).intersection(_texts(content, NODE_OUTPUT)):
            nodes.append(whole)
            needed.update(_texts(content, NODE_INPUT))
    return nodes[::-1], needed


def with_columns(model: bytes, kept: npt.NDArray[np.int64], tensors: tuple[str, ...]) -> bytes:
    """Return ``model`` with the ``kept`` columns only (last axis) of its float ``tensors``.

    The shape that its output is said to have is the old one: take a ``part`` of it.
    """
    return b"".join(
        _field(GRAPH, _smaller_graph(content, kept, tensors)) if number == GRAPH else whole
        for number, content, whole in _fields(model)
    )


def _smaller_graph(graph: bytes, kept: npt.NDArray[np.int64], tensors: tuple[str, ...]) -> bytes:
    return b"".join(
        _field(INITIALIZER, _smaller_tensor(content, kept))
        if number == INITIALIZER and _text(content, TENSOR_NAME) in tensors
        else whole
        for number, content, whole in _fields(graph)
    )


def _smaller_tensor(tensor: bytes, kept: npt.NDArray[np.int64]) -> bytes:
    shape = [_varint(content, 0)[0] for number, content, _ in _fields(tensor) if number == DIMS]
    data = next(content for number, content, _ in _fields(tensor) if number == RAW_DATA)
    columns = np.frombuffer(data, "<f4").reshape(shape)[..., kept]
    rest = b"".join(whole for number, _, whole in _fields(tensor) if number not in (DIMS, RAW_DATA))
    dims = b"".join(_key(DIMS, VARINT) + _written(length) for length in columns.shape)
    return dims + rest + _field(RAW_DATA, columns.tobytes())


def _value(number: int, name: str) -> bytes:
    """Return the input or output (``number``) of a graph that is the float value ``name``."""
    return _field(number, _field(VALUE_NAME, name.encode()) + FLOAT)


def _text(message: bytes, wanted: int) -> str:
    return next(_texts(message, wanted), "")


def _texts(message: bytes, wanted: int) -> Iterator[str]:
    return (content.decode() for number, content, _ in _fields(message) if number == wanted)


def _fields(message: bytes) -> Iterator[Field]:
    position = 0
    while position < len(message):
        key, start = _varint(message, position)
        if key & 7 == LENGTH:
            size, start = _varint(message, start)
            end = start + size
        elif key & 7 == VARINT:
            end = _varint(message, start)[1]
        else:
            end = start + {FIXED_64: 8, FIXED_32: 4}[key & 7]
        yield key >> 3, message[start:end], message[position:end]
        position = end


def _varint(message: bytes, position: int) -> tuple[int, int]:
    """Return the number written at ``position`` and where what follows begins."""
    value = shift = 0
    while True:
        byte = message[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position


def _written(value: int) -> bytes:
    digits = bytearray()
    while value > 0x7F:
        digits.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*digits, value])


def _key(number: int, kind: int) -> bytes:
    return _written(number << 3 | kind)


def _field(number: int, content: bytes) -> bytes:
    return _key(number, LENGTH) + _written(len(content)) + content
