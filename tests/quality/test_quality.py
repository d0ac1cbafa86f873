"""The rule set as a whole: the documented sample, policy, order, names."""

import re

import pytest

from review import quality
from tests.quality.sample import SAMPLE, TODAY, changed, findings

SPECIFIED = 81  # rules of the specification; the agreement rules come on top


def test_the_sample_gives_exactly_the_documented_findings():
    """The last paragraph of the specification's section on rules."""
    found = {finding.rule for finding in quality.check(SAMPLE, TODAY)}
    assert found == {
        "type.unknown", "text.label", "address.no_district", "address.no_street",
        "address.glued_digits", "renewal.over", "issue_date.stale", "sex.missing_derivable",
    }  # fmt: skip


def test_each_rule_has_one_name_and_a_basis():
    names = [rule.name for rule in quality.RULES]
    assert len(set(names)) == len(names)
    assert sum(not name.startswith(("agreement.", "picture.")) for name in names) == SPECIFIED
    assert all(re.search(r"Source: .+\[[ABC]\]", rule.basis) for rule in quality.RULES)


def test_the_heaviest_come_first_then_the_order_of_the_card():
    found = quality.check(changed(Birthday="x", ID="#"), TODAY)
    ranks = [finding.severity.rank for finding in found]
    assert ranks == sorted(ranks)
    assert found[0].rule == "birthday.format"
    warnings = [f.field for f in found if f.severity is quality.Severity.WARNING]
    assert warnings == ["Type", "Address", "Address", "Address", "AptitudeTesDate", "ID"]


def test_a_policy_switches_rules_off_and_replaces_severities():
    policy = quality.Policy(
        off=frozenset({"text.label"}), severities={"type.unknown": quality.Severity.ERROR}
    )
    found = {f.rule: f.severity for f in quality.check(SAMPLE, TODAY, policy=policy)}
    assert "text.label" not in found
    assert found["type.unknown"] == "error"


@pytest.mark.parametrize("rule", ["type.unknown", "sex.missing_derivable"])
def test_a_finding_is_a_json_object(rule):
    (finding,) = findings(rule, SAMPLE)
    written = finding.as_dict()
    assert written["suggestion"] == written["suggestions"][0]["value"] == finding.suggestion
    assert set(written["message"]) == set(written["evidence"]) == {"ko", "en"}
    assert set(written["suggestions"][0]["reason"]) == {"ko", "en"}
    assert written["also"] == list(finding.also)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("renewal.over", {}),
        ("renewal.due", {"AptitudeTesDate": "01/01/2026~31/12/2026"}),
        ("renewal.before_issue", {"DateOfIssue": "28/02/2021"}),
        (
            "renewal.birthday",
            {"DateOfIssue": "01/10/2026", "AptitudeTesDate": "01/04/2036~31/03/2037"},
        ),
        ("birthday.vs_rrn", {"Birthday": "14/07/1987"}),
        ("birthday.missing_derivable", {"Birthday": ""}),
        ("issue_date.year", {"DateOfIssue": "01/01/2030"}),
        ("license_number.region_style", {"DateOfIssue": "28/02/2020"}),
    ],
)
def test_words_tell_dates_as_the_card_and_the_desk_do(rule, values):
    found = findings(rule, changed(**values))
    told = " ".join(text for line in found for text in line.as_dict()["evidence"].values())
    assert re.search(r"\d\.\d\d", told)
    assert not re.search(r"\d[/-]\d\d", told)
