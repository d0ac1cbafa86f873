"""What holds for any text: no rule raises, findings repeat, accepted suggestions help."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review import quality
from review.bench.quality.corpus import specimen
from review.bench.quality.corruptions import corruptions
from review.license_fields import NAMES, RESPONSE_KEYS
from review.quality import Severity
from review.quality.card import NOTHING_KNOWN, Card
from tests.quality.sample import SAMPLE, TODAY

KINDS = tuple(corruptions())
ANY_TEXT = st.text(st.characters(exclude_categories=()))
DIGITS = st.text("0123456789", min_size=2, max_size=2)
EXTREMES = st.sampled_from(
    [
        "01/01/0001", "31/12/9999", "29/02/2000", "01/01/0001~31/12/9999", "31/12/9999~01/01/0001",
        "29/02/2036~28/08/2036", "00/00/0000", "99/99/9999~99/99/9999", "01/01/9999~31/12/9999",
        "990231-1234567", "000229-3******", "000000-0000000", "870713-9260590", "99-99-999999-99",
        "전북 00-000000-00",
 "경기 99-111111-99", "1종1종", "제 제1종보통", "연습면허 1종보통 2종",
        "주 소", "성명", "서울", "광주 12", "산1", "-籍", "～", "ㄱ", "O'", "男女", "12-3",
        "제" * 5000, "1종" * 5000, "서울 " * 5000, "9" * 5000, "가" * 5000 + "1", "~" * 5000,
    ]
)  # fmt: skip
SHAPED = st.one_of(
    st.from_regex(r"[0-9OIl]{2}/[0-9]{2}/[0-9]{4}", fullmatch=True),
    st.from_regex(r"[0-9]{2}/[01][0-9]/20[0-9]{2}~[0-9]{2}/[01][0-9]/20[0-9]{2}", fullmatch=True),
    st.from_regex(r"[0-9]{6}-?[0-9*]{7}", fullmatch=True),
    st.from_regex(r"(?:[0-9]{2}-|[가-힣]{2} ?)[0-9OS]{2}-[0-9]{6}-[0-9]{2}", fullmatch=True),
    st.from_regex(r"제? ?[12] ?종 ?[가-힣]{1,6}", fullmatch=True),
)
VALUES = st.one_of(ANY_TEXT, EXTREMES, SHAPED, st.sampled_from(list(SAMPLE.values())))
FOREIGN_VALUES = st.one_of(VALUES, st.none(), st.integers(), st.lists(st.integers(), max_size=1))
ANSWERS = st.dictionaries(st.sampled_from(RESPONSE_KEYS) | ANY_TEXT, FOREIGN_VALUES)
STRINGS = st.fixed_dictionaries(dict.fromkeys(RESPONSE_KEYS, VALUES))
DAYS = st.dates() | st.sampled_from([date.min, date.max, TODAY])


@pytest.fixture
def examples(campaign):
    """A profile for the property tests: some examples, or many with ``--full``."""
    return settings(max_examples=campaign(150, 5_000), deadline=None)


def test_no_rule_raises_and_findings_repeat(examples):
    @examples
    @given(ANSWERS | STRINGS, STRINGS | st.none(), DAYS)
    def holds(answer, second, today):
        context = quality.Context(second=second, portrait_asked=True, blind=second or {})
        found = quality.check(answer, today, context)
        assert quality.check(dict(reversed(answer.items())), today, context) == found
        for finding in found:
            assert finding.field in {"", *RESPONSE_KEYS}
            assert set(finding.also) < set(RESPONSE_KEYS)
            assert all(isinstance(one.value, str) for one in finding.suggestions)
        support = quality.corroboration(answer, today, context)
        assert 0 <= quality.doubt(found, {"Name": 0.5}, support) <= 100

    holds()


def test_a_date_survives_its_forms(examples):
    @examples
    @given(st.dates())
    def holds(day):
        dates = quality.dates
        assert dates.parse_api(dates.format_api(day)) == day
        assert dates.parse_card(dates.format_card(day)) == day

    holds()


def readable(card, name):
    """Tell whether every rule on a field can run on its value."""
    number = card.resident
    return {
        "Number": number and number.born and number.born.year >= 1900 and not number.masked,
        "Birthday": card.birthday,
        "DateOfIssue": card.issued,
        "AptitudeTesDate": card.ordered,
        "LicenseNumber": card.license,
        "Type": card.classes.spellings,
        "Sex": card.sex,
    }.get(name, card.text[name])


def corrupted(seed):
    """Return an invented license with one or two corruptions, and the day it is checked."""
    random = Random(seed)
    made = specimen(random)
    first, second = random.sample(KINDS, 2)
    answer = first.change(random, made.response) or made.response
    if set(first.fields).isdisjoint(second.fields):
        answer = second.change(random, answer) or answer
    return answer, made.today


def accepted(answer, finding, suggestion):
    return {**answer, finding.field: suggestion.value}


def test_an_accepted_suggestion_removes_its_finding(examples):
    """And a new error only comes from a rule that could not run on the old value."""

    @examples
    @given(st.integers(0, 2**32).map(corrupted))
    def holds(made):
        answer, today = made
        before = quality.check(answer, today)
        errors = {(f.rule, f.field) for f in before if f.severity is Severity.ERROR}
        card = Card(answer, today, NOTHING_KNOWN)
        for finding in before:
            for suggestion in finding.suggestions:
                after = quality.check(accepted(answer, finding, suggestion), today)
                said = {(f.rule, f.field, f.message["en"]) for f in after}
                assert (finding.rule, finding.field, finding.message["en"]) not in said
                if readable(card, finding.field) and finding.rule != "text.swapped":
                    now = {(f.rule, f.field) for f in after if f.severity is Severity.ERROR}
                    assert now <= errors, finding

    holds()


def test_messages_and_evidence_spell_out_no_number(examples):
    """They stand beside a masked value, so no tail of an identifier may be read from them."""

    @examples
    @given(st.integers(0, 2**32).map(corrupted))
    def holds(made):
        answer, today = made
        tails = [answer["Number"][-6:], answer["LicenseNumber"][-9:-3]]
        for finding in quality.check(answer, today):
            told = " ".join((*finding.message.values(), *finding.evidence.values()))
            if not finding.field or finding.field in {"Number", "LicenseNumber", "Birthday"}:
                assert not any(len(tail) > 4 and tail in told for tail in tails), finding

    holds()


@pytest.mark.parametrize("name", NAMES)
def test_huge_values_are_checked_in_no_time(name):
    for huge in ("가" * 200_000, "1" * 200_000, "주소 " * 30_000, "\u200b籍-" * 30_000):
        assert quality.check({**SAMPLE, name: huge}, TODAY)
