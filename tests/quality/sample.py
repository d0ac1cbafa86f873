"""The documentation's own sample answer, and what the tests ask of a list of findings."""

from datetime import date
from typing import Any

from review import quality

TODAY = date(2026, 11, 22)
SAMPLE = {
    "Address": "주 소 전북 전주 덕진 반월 763-1 전주월드컵경기장28",
    "AptitudeTesDate": "28/02/2020~27/08/2020",
    "Birthday": "13/07/1987",
    "DateOfIssue": "28/02/2011",
    "ID": "7043EX",
    "LicenseNumber": "전북 11-006760-90",
    "Name": "HUANG BOWEN",
    "Number": "870713-5260590",
    "Photo": "",
    "RequestId": "4fd48a46-b911-4725-a0c4-f4be81866e12",
    "Sex": "",
    "Type": "2종보동",
}
CITIZEN = {"Number": "900101-1234568", "Birthday": "01/01/1990", "Name": "김민수"}


def changed(**values: Any) -> dict[str, Any]:
    """Return the sample with other values."""
    return {**SAMPLE, **values}


def findings(rule: str, response: dict[str, Any], **options: Any) -> list[quality.Finding]:
    """Return the findings of one rule."""
    day = options.pop("today", TODAY)
    return [found for found in quality.check(response, day, **options) if found.rule == rule]
