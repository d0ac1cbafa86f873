"""The doubt score follows its printed formula."""

from dataclasses import replace

from review import quality
from tests.quality.sample import SAMPLE, TODAY


def some(severity, field="Name"):
    finding = quality.check(SAMPLE, TODAY)[0]
    return replace(finding, severity=quality.Severity(severity), field=field)


def test_nothing_doubtful_is_zero():
    assert quality.doubt([]) == 0
    assert quality.doubt([], {"Name": 0.95}) == 0


def test_points_by_severity():
    assert quality.doubt([some("error")]) == round(100 * 30 / 80)
    assert quality.doubt([some("warning")]) == round(100 * 10 / 60)
    assert quality.doubt([some("info")]) == round(100 * 1 / 51)
    assert quality.doubt([some("error")] * 1000) == 100


def test_low_confidence_counts():
    assert quality.doubt([], {"Name": 0.5}) == round(100 * 20 / 70)


def test_corroboration_halves_all_but_errors():
    support = {"Name": ["a reason"]}
    assert quality.doubt([some("warning")], None, support) == round(100 * 5 / 55)
    assert quality.doubt([], {"Name": 0.5}, support) == round(100 * 10 / 60)
    assert quality.doubt([some("error")], None, support) == quality.doubt([some("error")])


def test_the_formula_is_written_in_both_languages():
    for number in ("30", "10", "50", "0.90"):
        assert number in quality.doubt_formula["ko"]
        assert number in quality.doubt_formula["en"]
