"""What is promised of the rules, measured on invented licenses (more of them with ``--full``)."""

from random import Random

import pytest
from stdnum.kr import rrn

from review.bench import quality as bench
from review.bench.quality import corpus


@pytest.fixture
def random():
    return Random(20261122)


def test_clean_licenses_are_left_alone(campaign, random):
    clean = [corpus.specimen(random) for _ in range(campaign(2_000, 50_000))]
    alarms = bench.alarms(clean)
    assert alarms.errors == 0
    assert alarms.share < bench.MOST_ALARMS


def test_each_detectable_corruption_is_found(campaign, random):
    clean = [corpus.specimen(random) for _ in range(campaign(150, 5_000))]
    found = [kind for kind in bench.measure(random, clean) if kind.tried]
    detectable = [kind for kind in found if kind.detectable]
    assert len(detectable) >= 25
    assert bench.recall(found) >= bench.LEAST_RECALL
    # A kind may miss a little more in a small sample, but none is forgotten.
    assert {kind.name: kind.recall for kind in detectable if kind.recall < 0.9} == {}


@pytest.mark.parametrize(
    ("kind", "share"),
    [
        ("resident number: citizen's tail digit confused", 0.7),
        ("birth date: day and month swapped", 0.95),
        ("sex: the other one", 0.8),
        ("class: syllable misread", 0.9),
        ("license number: region's syllable misread", 0.9),
        ("license number: dashes lost", 1.0),
        ("address: division's syllable misread", 0.9),
        ("address: label leaked", 1.0),
        ("address: stray ideograph", 1.0),
    ],
)
def test_the_true_value_is_among_the_first_three_suggestions(measured, kind, share):
    found = measured[kind]
    assert found.third / found.tried >= share


@pytest.fixture(scope="module")
def measured():
    random = Random(7)
    clean = [corpus.specimen(random) for _ in range(150)]
    return {kind.name: kind for kind in bench.measure(random, clean)}


def test_expired_and_short_cards_are_warned_of_without_an_error(random):
    clean = [corpus.specimen(random) for _ in range(200)]
    for change, least in ((corpus.expired, 1.0), (corpus.short_address, 0.9)):
        alarms = bench.alarms([change(random, one) for one in clean])
        assert alarms.errors == 0
        assert alarms.share >= least


def test_numbers_of_the_corpus_are_those_an_independent_library_accepts(random):
    """python-stdnum knows citizens only, and nothing of the random numbers since October 2020."""
    citizens = [
        answer["Number"]
        for answer in (corpus.specimen(random).response for _ in range(300))
        if answer["Number"][7] in "1234"
    ]
    accepted = sum(map(rrn.is_valid, citizens))
    assert accepted / len(citizens) > 0.98


def test_the_corpus_covers_every_generation(random):
    answers = [corpus.specimen(random).response for _ in range(600)]
    assert {answer["DateOfIssue"][-4:] for answer in answers} == {
        str(year) for year in range(2005, 2027)
    }
    assert {answer["Number"][7] for answer in answers} >= set("12345678") - {"8"}


def test_prints_alarms_recall_and_speed(capsys):
    assert bench.main(["--count", "60", "--seed", "3"]) == 0
    printed = capsys.readouterr().out
    for part in ("clean", "expired", "undetectable, named", "extractions/s"):
        assert part in printed
