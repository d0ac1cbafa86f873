"""Which fields are supported, and by what."""

from review import quality
from review.quality import Context
from tests.quality.sample import CITIZEN, SAMPLE, TODAY, changed


def supported(response, **context):
    found = quality.corroboration(response, TODAY, Context(**context))
    return {name: [reason["by"] for reason in reasons] for name, reasons in found.items()}


def test_the_samples_fields_support_each_other():
    assert supported(changed(Sex="男")) == {
        "Birthday": ["Number"],
        "Number": ["Birthday"],
        "Sex": ["Number"],
        "AptitudeTesDate": ["DateOfIssue"],
        "DateOfIssue": ["AptitudeTesDate"],
    }


def test_a_number_whose_check_digit_fails_is_not_supported():
    wrong = changed(**{**CITIZEN, "Number": "900101-1234567"})
    assert "Number" not in supported(wrong)
    assert supported({**SAMPLE, **CITIZEN})["Number"] == ["Birthday"]


def test_a_birthday_window_supports_number_and_period():
    response = changed(
        Number="871001-5260596",
        Birthday="",
        DateOfIssue="01/10/2026",
        AptitudeTesDate="02/04/2036~01/04/2037",
    )
    assert supported(response)["Number"] == ["AptitudeTesDate"]
    assert supported(response)["AptitudeTesDate"] == ["DateOfIssue"]


def test_a_second_extraction_and_a_blind_entry_support_equal_values():
    found = supported(SAMPLE, second=changed(Name="OTHER NAME"), blind={"Name": "HUANG  BOWEN"})
    assert found["Name"] == ["blind"]
    assert found["ID"] == ["second"]
    assert "Sex" not in found
    assert found["Number"] == ["Birthday", "second"]
