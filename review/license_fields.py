"""The fields of a license: the single source of their names, labels, order and sensitivity.

The API names, spelling included (``AptitudeTesDate`` lacks a t), are those of the wire contract of
``RecognizeKoreanDrivingLicenseOCR``; the labels are what the card and the desk print.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds, which decides how it is typed, shown and checked."""

    TEXT = "text"
    CODE = "code"
    LICENSE_CLASS = "license_class"
    DATE = "date"
    PERIOD = "period"
    SEX = "sex"
    CONDITIONS = "conditions"
    CHECK_RESULT = "check_result"
    PICTURE = "picture"


class Sensitivity(StrEnum):
    """How far a field may be shown.

    UNIQUE is a unique identifier in the sense of the Personal Information Protection Act,
    Art. 24 (resident and license number): masked until revealed.
    """

    UNIQUE = "unique"
    PERSONAL = "personal"


@dataclass(frozen=True)
class LicenseField:
    """One field: its API name, its labels, and how it is treated."""

    name: str
    ko: str
    en: str
    kind: Kind
    sensitivity: Sensitivity = Sensitivity.PERSONAL
    required: bool = False
    printed: bool = True

    def label(self, language: str) -> str:
        """Return the label in ``language`` (``ko`` or ``en``)."""
        return self.ko if language == "ko" else self.en


# In the order of the card, then what the Korean front does not print.
FIELDS = (
    LicenseField("Type", "면허종별", "Class", Kind.LICENSE_CLASS, required=True),
    LicenseField(
        "LicenseNumber", "면허번호", "License number", Kind.CODE, Sensitivity.UNIQUE, required=True
    ),
    LicenseField("Name", "성명", "Name", Kind.TEXT, required=True),
    LicenseField(
        "Number", "주민등록번호", "Resident number", Kind.CODE, Sensitivity.UNIQUE, required=True
    ),
    LicenseField("Address", "주소", "Address", Kind.TEXT),
    LicenseField("AptitudeTesDate", "적성검사·갱신 기간", "Renewal period", Kind.PERIOD),
    LicenseField("DateOfIssue", "발급일", "Issue date", Kind.DATE, required=True),
    LicenseField("ID", "암호일련번호", "Security serial", Kind.CODE),
    LicenseField("Birthday", "생년월일", "Birth date", Kind.DATE, printed=False),
    LicenseField("Sex", "성별", "Sex", Kind.SEX, printed=False),
)
# What the API does not return: typed by hand, never required, checked by no rule.
FURTHER = (
    LicenseField("Conditions", "조건", "Conditions", Kind.CONDITIONS),
    LicenseField(
        "CheckResult", "진위확인 결과", "Authority's check", Kind.CHECK_RESULT, printed=False
    ),
    LicenseField("CheckDate", "진위확인일", "Day of the check", Kind.DATE, printed=False),
    LicenseField("CheckPerson", "진위확인자", "Checked by", Kind.TEXT, printed=False),
)
PHOTO = LicenseField("Photo", "사진", "Portrait", Kind.PICTURE)

BY_NAME = {field.name: field for field in (*FIELDS, *FURTHER, PHOTO)}
NAMES = tuple(field.name for field in FIELDS)
FURTHER_NAMES = tuple(field.name for field in FURTHER)
# Everything that a person can type into a record.
TYPED_NAMES = (*NAMES, *FURTHER_NAMES)
REQUIRED = tuple(field.name for field in FIELDS if field.required)
UNIQUE_IDENTIFIERS = tuple(
    field.name for field in FIELDS if field.sensitivity is Sensitivity.UNIQUE
)
# The twelve keys of a successful answer: every field above, the portrait, and the request id.
RESPONSE_KEYS = (*NAMES, PHOTO.name, "RequestId")
