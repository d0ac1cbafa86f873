"""Trains the Hangul head on synthetic lines; see README.md in this folder for the recipe."""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from .head import Head, load_exported, load_last_stage
from .lines import SIGNS, SYLLABLES, LineMaker
from .stem import Stem

GROUP, BATCH = 96, 16
Line = tuple[np.ndarray, str]
Features = tuple[torch.Tensor, list[int], list[str]]


def batches(maker: LineMaker) -> Iterator[list[Line]]:
    """Yield lists of (picture, text) of about the same width, in random order of widths."""
    while True:
        lines: list[Line] = []
        while len(lines) < GROUP:
            picture, text = maker.line()
            if picture.shape[1] <= 1100 and picture.shape[1] // 8 > 2 * len(text):
                lines.append((picture, text))
        lines.sort(key=lambda line: line[0].shape[1])
        groups = [lines[start : start + BATCH] for start in range(0, GROUP, BATCH)]
        maker.rng.shuffle(groups)
        yield from groups


def featured(maker: LineMaker, stem: Stem) -> Iterator[Features]:
    """Yield (features, widths, texts) of fresh lines: drawing costs less than a step does."""
    for batch in batches(maker):
        features = torch.from_numpy(stem([picture for picture, _ in batch])).bfloat16()
        yield features, [picture.shape[1] for picture, _ in batch], [text for _, text in batch]


def resume(head: Head, path: str) -> None:
    """Load weights that training saved (``.pt``), or those of an exported ONNX file."""
    if path.endswith(".onnx"):
        load_exported(head, path)
    else:
        head.load_state_dict(torch.load(path))


def main() -> None:
    """Train for ``--minutes`` of wall clock, saving the weights every five minutes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, help="PP-OCRv6_rec_small.onnx")
    parser.add_argument("--out", required=True)
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument("--faces", help="a further folder of type faces")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", help="weights to start from")
    parser.add_argument("--exact", action="store_true", help="features in single precision")
    parser.add_argument("--rate", type=float, default=2e-3, help="top learning rate of new layers")
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(1)
    maker = LineMaker(given.seed, given.faces)
    stem = Stem(given.model, exact=given.exact)
    head = Head(SYLLABLES, SIGNS)
    load_last_stage(head, given.model)
    if given.resume:
        resume(head, given.resume)
    code = {sign: index + 1 for index, sign in enumerate(SYLLABLES + SIGNS)}
    fresh = [*head.narrow.parameters(), *head.gru.parameters(), *head.letters.parameters(),
             *head.rest.parameters()]  # fmt: skip
    known = {id(parameter) for parameter in fresh}
    old = [parameter for parameter in head.parameters() if id(parameter) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": fresh, "top": given.rate}, {"params": old, "top": given.rate / 5}],
        lr=given.rate,
        weight_decay=0.01,
    )
    start, saved, seen, mean = time.monotonic(), 0.0, 0, 0.0
    for step, (features, widths, texts) in enumerate(featured(maker, stem)):
        spent = (time.monotonic() - start) / 60
        if spent > given.minutes:
            break
        share = min(1.0, (step + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * spent / given.minutes))
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * max(share, 0.01)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = head(features)
        scores = scores.float().transpose(0, 1)
        targets = [code[sign] for text in texts for sign in text]
        lengths = [len(text) for text in texts]
        loss = torch.nn.functional.ctc_loss(
            scores,
            torch.tensor(targets),
            torch.tensor([-(-width // 8) for width in widths]).clamp(max=scores.shape[0]),
            torch.tensor(lengths),
            zero_infinity=True,
        )
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(head.parameters(), 3.0)
        optimizer.step()
        seen += len(texts)
        mean = loss.item() if not step else 0.98 * mean + 0.02 * loss.item()
        if step % 50 == 0:
            print(f"{spent:6.1f} min {seen:7d} lines loss {mean:.3f}", flush=True)
        if spent - saved > 5:
            saved = spent
            torch.save(head.state_dict(), given.out)
    torch.save(head.state_dict(), given.out)
    Path(given.out).with_suffix(".json").write_text(json.dumps({"lines": seen, "loss": mean}))


if __name__ == "__main__":
    main()
