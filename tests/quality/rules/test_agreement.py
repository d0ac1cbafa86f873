"""Agreement between engines and records."""

import pytest

from review.quality import Context, Duplicate, DuplicateKind
from tests.quality.sample import SAMPLE, changed, findings

RULE = "agreement.second_extraction"
DUPLICATES = [
    ("license_number.duplicate", DuplicateKind.OTHER_PERSON, "LicenseNumber"),
    ("rrn.duplicate", DuplicateKind.OTHER_LICENSE, "Number"),
    ("agreement.same_card", DuplicateKind.SAME_CARD, "LicenseNumber"),
    ("agreement.reissue", DuplicateKind.REISSUE, "LicenseNumber"),
    ("agreement.same_picture", DuplicateKind.SAME_PICTURE, ""),
]


def test_a_second_extraction_shows_what_differs_character_by_character():
    context = Context(second=changed(Type="2종보통", ID="7O43EX"))
    by_type, by_serial = findings(RULE, SAMPLE, context=context)
    assert (by_type.field, by_type.suggestion) == ("Type", "2종보통")
    assert by_serial.field == "ID"
    assert by_serial.evidence["en"] == "character 2: 0 / O"


def test_two_spellings_of_one_thing_agree():
    first = changed(Type="2종보통", Sex="남")
    second = changed(Type="2종 보통", LicenseNumber="17-11-006760-90", Sex="男")
    assert findings(RULE, first, context=Context(second=second)) == []


def test_no_finding_where_the_second_engine_read_nothing():
    assert findings(RULE, SAMPLE, context=Context(second=changed(Name="", Sex="男"))) == []


def test_a_wholly_different_number_is_not_spelled_out():
    context = Context(second=changed(Number="991231-2999999"))
    (finding,) = findings(RULE, SAMPLE, context=context)
    assert finding.evidence["en"] == "many characters differ"


@pytest.mark.parametrize(("rule", "kind", "field"), DUPLICATES)
def test_duplicates_are_told_with_their_record(rule, kind, field):
    context = Context(duplicates=(Duplicate(kind, "K-001836"),))
    (finding,) = findings(rule, SAMPLE, context=context)
    assert finding.field == field
    assert "K-001836" in finding.evidence["en"]
    assert findings(rule, SAMPLE) == []
