"""The Hangul head: what turns the recognizer stem's features into Hangul, Latin and digits.

Input: the feature map of the bundled PP-OCRv6 recognizer before its last stage
(N, 192, 6, width / 4). The head starts from that last stage's own weights and adds a
bidirectional GRU and a CTC output in which syllables share their letters: the score of a
syllable is the sum of its initial's, medial's and final's plus a residual of its own.
"""

from __future__ import annotations

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

STEM_OUTPUT = "p2o.pd_op.add.51.0"
CONVS = {
    "down": ("conv2d_112.w_0", "p2o.pd_op.depthwise_conv2d.10.0"),
    "grow": ("conv2d_113.w_0", "p2o.pd_op.conv2d.33.0"),
    "mix": ("conv2d_114.w_0", "p2o.pd_op.conv2d.34.0"),
    "deep1": ("conv2d_116.w_0", "p2o.pd_op.depthwise_conv2d.11.0"),
    "squeeze": ("conv2d_57.w_0", "p2o.pd_op.conv2d.35.0"),
    "excite": ("conv2d_58.w_0", "p2o.pd_op.conv2d.36.0"),
    "up1": ("conv2d_117.w_0", "p2o.pd_op.conv2d.37.0"),
    "out1": ("conv2d_118.w_0", "p2o.pd_op.conv2d.38.0"),
    "deep2": ("conv2d_120.w_0", "p2o.pd_op.depthwise_conv2d.12.0"),
    "up2": ("conv2d_121.w_0", "p2o.pd_op.conv2d.39.0"),
    "out2": ("conv2d_122.w_0", "p2o.pd_op.conv2d.40.0"),
}


class Head(nn.Module):
    """Last stage, GRU and CTC output; returns log probabilities (N, width / 8, signs + 1)."""

    def __init__(self, syllables: list[str], signs: list[str]) -> None:
        super().__init__()
        self.down = nn.Conv2d(192, 192, 3, (2, 1), 1, groups=192)
        self.grow, self.mix = nn.Conv2d(192, 384, 1), nn.Conv2d(384, 384, 1)
        self.deep1 = nn.Conv2d(384, 384, 3, 1, 1, groups=384)
        self.squeeze, self.excite = nn.Conv2d(384, 96, 1), nn.Conv2d(96, 384, 1)
        self.up1, self.out1 = nn.Conv2d(384, 768, 1), nn.Conv2d(768, 384, 1)
        self.deep2 = nn.Conv2d(384, 384, 3, 1, 1, groups=384)
        self.up2, self.out2 = nn.Conv2d(384, 768, 1), nn.Conv2d(768, 384, 1)
        self.narrow = nn.Linear(384 * 3, 192)
        self.gru = nn.GRU(192, 128, batch_first=True, bidirectional=True)
        self.letters = nn.Linear(256 + 192, 19 + 21 + 28)
        self.rest = nn.Linear(256 + 192, len(syllables) + len(signs) + 1)
        parts = torch.zeros(68, len(syllables))
        for column, syllable in enumerate(syllables):
            index = ord(syllable) - 0xAC00
            parts[index // 588, column] = 1
            parts[19 + index // 28 % 21, column] = 1
            parts[40 + index % 28, column] = 1
        self.register_buffer("parts", parts)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        gelu = nn.functional.gelu
        x = self.mix(gelu(self.grow(self.down(x))))
        x = self.deep1(x)
        gate = self.excite(torch.relu(self.squeeze(x.mean((2, 3), keepdim=True))))
        x = x * torch.clamp(gate / 6 + 0.5, 0, 1)
        x = x + self.out1(gelu(self.up1(x)))
        x = self.deep2(x)
        x = x + self.out2(gelu(self.up2(x)))
        x = nn.functional.avg_pool2d(x, (1, 2), (1, 2))
        x = x.permute(0, 3, 1, 2).flatten(2)
        x = gelu(self.narrow(x))
        both = torch.cat([self.gru(x)[0], x], dim=2)
        scores = self.rest(both)
        shared = self.letters(both) @ self.parts
        count = shared.shape[2]
        scores = torch.cat(
            [scores[:, :, :1], scores[:, :, 1 : count + 1] + shared, scores[:, :, count + 1 :]], 2
        )
        return scores.log_softmax(2)


def load_last_stage(head: Head, model_path: str) -> None:
    """Copy the last stage of the bundled recognizer at ``model_path`` into ``head``."""
    graph = onnx.load(model_path).graph
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    producers = {output: node for node in graph.node for output in node.output}
    adds = {node.input[0]: node.input[1] for node in graph.node if node.op_type == "Add"}

    def value(name: str) -> np.ndarray:
        while name not in weights:
            node = producers[name]
            if node.op_type == "Constant":
                return numpy_helper.to_array(node.attribute[0].t)
            name = node.input[0]
        return weights[name]

    for part, (weight, output) in CONVS.items():
        conv = getattr(head, part)
        conv.weight.data.copy_(torch.tensor(value(weight)))
        conv.bias.data.copy_(torch.tensor(value(adds[output]).ravel()))


def load_exported(head: Head, path: str) -> None:
    """Copy the weights of an exported ONNX file at ``path`` (half precision) into ``head``.

    The export keeps the parameters' names but for matrices, which it turns, and the GRU, whose
    gates ONNX orders update, reset, new where torch has reset, update, new.
    """
    stored = {
        tensor.name.removesuffix("_half"): torch.tensor(numpy_helper.to_array(tensor)).float()
        for tensor in onnx.load(path).graph.initializer
    }
    by_shape = {tuple(values.shape): values for values in stored.values()}
    state = head.state_dict()
    for name, parameter in state.items():
        if name in stored:
            parameter.copy_(stored[name])
        elif name.startswith("gru."):
            parameter.copy_(_gru_part(name, by_shape))
        else:
            parameter.copy_(by_shape[tuple(parameter.shape[::-1])].T)


def _gru_part(name: str, by_shape: dict[tuple[int, ...], torch.Tensor]) -> torch.Tensor:
    """Return one parameter of the GRU out of ONNX's stacked ones."""
    direction = int(name.endswith("_reverse"))
    if "weight" in name:
        values = by_shape[2, 384, 192 if "_ih_" in name else 128][direction]
    else:
        biases = by_shape[2, 768][direction]
        values = biases[:384] if "_ih_" in name else biases[384:]
    update, reset, new = values.chunk(3)
    return torch.cat([reset, update, new])
