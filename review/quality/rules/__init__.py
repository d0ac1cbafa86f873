"""The rules, one file a subject; ``RULES`` holds them in the order of the specification."""

from review.quality.rules import (
    address,
    agreement,
    answer,
    birthday,
    issue_date,
    license_class,
    license_number,
    name,
    picture,
    portrait,
    renewal,
    resident_number,
    serial,
    sex,
    text,
)

RULES = (
    *text.RULES, *license_number.RULES, *resident_number.RULES, *birthday.RULES, *sex.RULES,
    *license_class.RULES, *issue_date.RULES, *renewal.RULES, *name.RULES, *serial.RULES,
    *address.RULES, *portrait.RULES, *answer.RULES, *picture.RULES,
    *agreement.RULES,
)  # fmt: skip
