"""``./krdl bench quality``: false alarms, recall, suggestions and speed of the quality rules.

Clean invented licenses show the false alarms; the same licenses with one corruption each show
what is found, counted only where the finding is new and sits on the corrupted field, and how often
the true value is the first, or one of the first three, suggestions.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from review import quality
from review.bench.quality import corpus
from review.bench.quality.corpus import Specimen
from review.bench.quality.corruptions import corruptions
from review.quality import Finding, Severity, license_class

MOST_ALARMS = 0.01
LEAST_RECALL = 0.95
_BURST = 200


@dataclass(frozen=True)
class Alarms:
    """How many of a set of correct licenses carry a finding of weight."""

    count: int
    doubted: int
    errors: int

    @property
    def share(self) -> float:
        """The share with any warning or error."""
        return self.doubted / self.count


@dataclass
class Found:
    """What became of one kind of corruption."""

    name: str
    detectable: bool
    tried: int = 0
    found: int = 0
    weighty: int = 0
    suggested: int = 0
    first: int = 0
    third: int = 0

    @property
    def recall(self) -> float:
        """The share of corruptions with a new finding on their field."""
        return self.found / self.tried if self.tried else 0.0


def main(argv: Sequence[str]) -> int:
    """Measure and print; return 0 if alarms and recall hold what is promised, else 1."""
    parser = argparse.ArgumentParser(prog="bench quality", description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="licenses (default 2000)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    random = Random(options.seed)  # noqa: S311 - invented licenses, no secrets
    clean = [corpus.specimen(random) for _ in range(options.count)]
    alarms = _print_alarms(random, clean)
    found = measure(random, clean)
    _print_found(found)
    print(f"\nspeed: {speed(clean):,.0f} extractions/s on one core")  # noqa: T201
    good = alarms.share < MOST_ALARMS and not alarms.errors and recall(found) >= LEAST_RECALL
    return 0 if good else 1


def alarms(specimens: Sequence[Specimen]) -> Alarms:
    """Count the licenses that carry a warning or an error."""
    severities = [
        {finding.severity for finding in quality.check(one.response, one.today)}
        for one in specimens
    ]
    errors = sum(Severity.ERROR in held for held in severities)
    doubted = sum(bool(held - {Severity.INFO}) for held in severities)
    return Alarms(len(specimens), doubted, errors)


def measure(random: Random, clean: Sequence[Specimen]) -> list[Found]:
    """Corrupt each license once in each way and count what is found."""
    before = [_marks(quality.check(one.response, one.today)) for one in clean]
    results = []
    for kind in corruptions():
        result = Found(kind.name, kind.detectable)
        for one, marks in zip(clean, before, strict=True):
            answer = kind.change(random, one.response)
            if answer is not None:
                _judge(result, kind.fields, one, answer, marks)
        results.append(result)
    return results


def recall(results: Sequence[Found]) -> float:
    """Return the share found over all detectable kinds, each kind counting the same."""
    detectable = [result.recall for result in results if result.detectable and result.tried]
    return sum(detectable) / len(detectable)


def speed(specimens: Sequence[Specimen]) -> float:
    """Return the licenses checked a second of processor time.

    The best burst counts: other work on the machine only slows one down.
    """
    rates = []
    for start in range(0, len(specimens), _BURST):
        burst = specimens[start : start + _BURST]
        began = time.process_time()
        for one in burst:
            quality.check(one.response, one.today)
        rates.append(len(burst) / (time.process_time() - began))
    return max(rates)


Mark = tuple[str, str, tuple[str, ...]]


def _marks(findings: Sequence[Finding]) -> set[Mark]:
    return {(finding.rule, finding.field, finding.also) for finding in findings}


def _judge(
    result: Found, fields: tuple[str, ...], one: Specimen, answer: dict[str, str], marks: set[Mark]
) -> None:
    new = [
        finding
        for finding in quality.check(answer, one.today)
        if (finding.rule, finding.field, finding.also) not in marks
        and not {finding.field, *finding.also}.isdisjoint(fields)
    ]
    result.tried += 1
    result.found += bool(new)
    result.weighty += any(finding.severity is not Severity.INFO for finding in new)
    proposed = [
        [value for value, _ in finding.suggestions]
        for finding in new
        if finding.field == fields[0] and finding.suggestions
    ]
    hits = [[_same(one.response[fields[0]], value) for value in values] for values in proposed]
    result.suggested += bool(hits)
    result.first += any(hit[0] for hit in hits)
    result.third += any(any(hit[:3]) for hit in hits)


def _same(truth: str, value: str) -> bool:
    """Tell whether a proposal is the true value; a class counts under its former name too."""
    names = license_class.parse(truth).names
    return truth == value or (bool(names) and names == license_class.parse(value).names)


def _print_alarms(random: Random, clean: Sequence[Specimen]) -> Alarms:
    variants: tuple[tuple[str, Callable[[Random, Specimen], Specimen]], ...] = (
        ("old short addresses", corpus.short_address),
        ("expired cards", corpus.expired),
    )
    result = alarms(clean)
    _print_alarm("clean, inside validity", result)
    for name, change in variants:
        _print_alarm(name, alarms([change(random, one) for one in clean]))
    return result


def _print_alarm(name: str, result: Alarms) -> None:
    print(  # noqa: T201
        f"{name:<26}{result.count:>7} licenses  {result.share:7.2%} with a warning or error, "
        f"{result.errors} with an error"
    )


def _print_found(results: Sequence[Found]) -> None:
    print(f"\n{'corruption':<52}{'n':>6}{'recall':>8}{'weighty':>8}{'top 1':>7}{'top 3':>7}")  # noqa: T201
    for detectable in (True, False):
        if not detectable:
            print(f"detectable kinds: recall {recall(results):.2%}; undetectable, named:")  # noqa: T201
        for result in results:
            if result.detectable is detectable and result.tried:
                _print_kind(result)


def _print_kind(result: Found) -> None:
    shown = ("-", "-")
    if result.suggested:
        shown = (f"{result.first / result.tried:.1%}", f"{result.third / result.tried:.1%}")
    print(  # noqa: T201
        f"{result.name:<52}{result.tried:>6}{result.recall:>8.1%}"
        f"{result.weighty / result.tried:>8.1%}{shown[0]:>7}{shown[1]:>7}"
    )
