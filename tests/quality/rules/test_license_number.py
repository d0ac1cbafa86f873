"""license_number: what fails, with severity and first suggestion, and what passes."""

import pytest

from tests.quality.sample import changed, findings

FAILING = [
    ("license_number.format", {"LicenseNumber": "17-11-06760-90"}, "error", None),
    ("license_number.format", {"LicenseNumber": "171100676090"}, "error", "17-11-006760-90"),
    ("license_number.format", {"LicenseNumber": "전북1100676090"}, "error", "전북 11-006760-90"),
    (
        "license_number.letter_in_digits",
        {"LicenseNumber": "11-O6-001234-51"},
        "warning",
        "11-06-001234-51",
    ),
    ("license_number.region_code", {"LicenseNumber": "27-11-006760-90"}, "error", None),
    ("license_number.region_code", {"LicenseNumber": "41-11-006760-90"}, "error", None),
    ("license_number.region_code", {"LicenseNumber": "29-11-006760-90"}, "warning", None),
    (
        "license_number.region_name",
        {"LicenseNumber": "전복 11-006760-90"},
        "error",
        "전북 11-006760-90",
    ),
    ("license_number.region_style", {"DateOfIssue": "28/02/2019"}, "info", None),
    ("license_number.region_style", {"LicenseNumber": "17-11-006760-90"}, "info", None),
    ("license_number.year_future", {"LicenseNumber": "전북 15-006760-90"}, "error", None),
    ("license_number.year_age", {"LicenseNumber": "전북 00-006760-90"}, "error", None),
    ("license_number.year_age", {"LicenseNumber": "전북 04-006760-90"}, "warning", None),
    ("license_number.serial", {"LicenseNumber": "전북 11-000000-90"}, "warning", None),
    ("license_number.counter", {"LicenseNumber": "전북 11-006760-99"}, "info", None),
    ("license_number.counter", {"LicenseNumber": "전북 11-006760-91"}, "info", None),
]
PASSING = [
    ("license_number.format", {"LicenseNumber": "17-11-006760-90"}),
    ("license_number.format", {"LicenseNumber": "전북 11–006760 - 90"}),
    ("license_number.region_code", {"LicenseNumber": "28-11-006760-90"}),
    ("license_number.region_name", {"LicenseNumber": "경기남부 11-006760-90"}),
    ("license_number.year_age", {"LicenseNumber": "전북 03-006760-90", "Type": "원동기"}),
]


@pytest.mark.parametrize(("rule", "values", "severity", "suggestion"), FAILING)
def test_fails(rule, values, severity, suggestion):
    found = findings(rule, changed(**values))
    assert [(f.severity, f.suggestion) for f in found[:1]] == [(severity, suggestion)]


@pytest.mark.parametrize(("rule", "values"), PASSING)
def test_passes(rule, values):
    assert findings(rule, changed(**values)) == []
