"""Layouts of specimen cards: what stands where, drawn at random.

A layout is a bundle of independent choices, so that the recognizer meets combinations nobody
drew by hand. The report set uses choices that the tuning set never makes.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

LABELS = {
    "LicenseNumber": ("면허번호", "License No."),
    "Name": ("성 명", "Name"),
    "Number": ("주민번호", "Resident No."),
    "Address": ("주 소", "Address"),
    "Period": ("적성검사 기간", "Renewal"),
    "Condition": ("조 건", "Conditions"),
}
DATE_FORMS = ("{y}.{m}.{d}.", "{y}. {m}. {d}.", "{y}.{m}.{d}", "{y}. {m}. {d}", "{y}.  {m}.  {d}.")
REPORT_DATE_FORMS = (*DATE_FORMS, "{y}-{m}-{d}", "{y}/{m}/{d}", "{y} . {m} . {d}")


@dataclass(frozen=True)
class Layout:
    """The choices of one card design; lengths in pixels of the 1280 x 806 card.

    ``labels`` is one of none, inline, colon, column, english (a small English line below each
    label); ``period`` is one of line, tail, head (a line break after or before the tilde);
    ``type_place`` one of photo, rows, title; ``serial_place`` one of below, above, left, top,
    labeled.
    """

    photo_right: bool
    photo_width: int
    photo_top: int
    labels: str
    label_text: str
    ruled: bool
    band: bool
    title: str
    english_title: str
    title_align: str
    type_place: str
    order: tuple[str, ...]
    date_form: str
    period: str
    tilde: str
    dash: str
    serial_place: str
    small_portrait: bool
    issue_align: str
    agency_below: bool
    class_spaced: bool
    classes_joined: bool
    row_gap: float
    main_size: int
    small_size: int
    ic_mark: bool
    guilloche: int
    same_face: bool


ORDER = ("LicenseNumber", "Name", "Number", "Address")
REPORT_ORDERS = (
    ("Name", "Number", "Address", "LicenseNumber"),
    ("LicenseNumber", "Number", "Name", "Address"),
    ("Name", "LicenseNumber", "Number", "Address"),
)


def draw_layout(rng: random.Random, *, report: bool = False) -> Layout:
    """Return random choices; ``report`` opens those that the tuning set never makes."""
    order = rng.choice(REPORT_ORDERS) if report and rng.random() < 0.4 else ORDER
    labels = rng.choice(("none", "none", "inline", "colon", "column"))
    return Layout(
        photo_right=rng.random() < (0.5 if report else 0.0),
        photo_width=rng.randint(250, 330),
        photo_top=rng.randint(150, 200),
        labels=rng.choice(("english", "column", "none", "inline")) if report else labels,
        label_text=rng.choice(("short", "full")),
        ruled=rng.random() < (0.35 if report else 0.05),
        band=rng.random() < (0.4 if report else 0.05),
        title=rng.choice(
            ("자동차운전면허증", "자동차운전면허증", "자동차 운전면허증", "운전면허증")
        ),
        english_title=rng.choice(("side", "below", "none")),
        title_align=rng.choice(("text", "center", "left") if report else ("text", "center")),
        type_place=rng.choice(("photo", "rows", "title") if report else ("photo", "photo", "rows")),
        order=order,
        date_form=rng.choice(REPORT_DATE_FORMS if report else DATE_FORMS),
        period=rng.choice(("line", "tail", "head")),
        tilde=rng.choice(("~", " ~ ", "~ ")),
        dash=rng.choice(("-", "-", "-", " - ", "–")) if report else "-",
        serial_place=rng.choice(
            ("below", "above", "left", "top", "labeled") if report else ("below", "above")
        ),
        small_portrait=rng.random() < 0.85,
        issue_align=rng.choice(("left", "center", "text")),
        agency_below=rng.random() < (0.4 if report else 0.15),
        class_spaced=rng.random() < 0.25,
        classes_joined=rng.random() < 0.3,
        row_gap=rng.uniform(1.35, 1.75),
        main_size=rng.randint(40, 52),
        small_size=rng.randint(27, 34),
        ic_mark=rng.random() < 0.25,
        guilloche=rng.randint(0, 3),
        same_face=rng.random() < 0.5,
    )
