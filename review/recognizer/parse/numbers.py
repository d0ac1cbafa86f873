"""Resident number and license number: found by their form, checked by their structure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from ..lines import Line, Text
from ..reading import CLOSED_LIST, LOOK_ALIKES, Repair
from . import vocabulary
from .dates import bears_date
from .hangul import is_hangul, nearest, syllables
from .page import Page, Piece, Value, piece_of, same_row

DIGIT = r"[0-9OoQDIl|SBZ]"
JOIN = r"[\s\-‐‑–—―−~.,:·•∙・'一ー_=]*"
RESIDENT = re.compile(rf"(?<![0-9])({DIGIT}{{6}}){JOIN}({DIGIT}{{7}})(?![0-9])")
LICENSE_CODE = re.compile(
    rf"(?<![0-9])({DIGIT}{{2}}){JOIN}({DIGIT}{{2}}){JOIN}({DIGIT}{{6}}){JOIN}({DIGIT}{{2}})(?![0-9])"
)
LICENSE_NAME = re.compile(
    rf"(?<![0-9])(?<![0-9][-–—−~.])({DIGIT}{{2}}){JOIN}({DIGIT}{{6}}){JOIN}({DIGIT}{{2}})(?![0-9])"
)
BROKEN_OFF = re.compile(rf"(?<![0-9]){DIGIT}{{2}}{JOIN}{DIGIT}{{6}}{JOIN}{DIGIT}?$")
WHOLE = (RESIDENT, LICENSE_CODE, LICENSE_NAME)
# A number of which a digit was lost, as one of two alike.
NEARLY = re.compile(
    rf"(?<![0-9])(?:{DIGIT}{{5,6}}\s*-\s*{DIGIT}{{6,7}}"
    rf"|{DIGIT}{{1,2}}\s*-\s*{DIGIT}{{5,6}}\s*-\s*{DIGIT}{{1,2}})(?![0-9])"
)
LOOKALIKES = str.maketrans("OoQDIl|SBZ", "0000111582")
WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
RANDOM_SINCE = datetime.date(2020, 10, 5)  # numbers given out since then have no check digit
REPAIRED_CONFIDENCE = 0.55
CODE_ALONE = re.compile(r"(?<![0-9\-])([0-9]{2})[\s\-–]*$")
CODE_GAP = 1.5  # line heights between a region's code and the rest, where dashes stand wide
MISREAD_REGION = 0.34  # share of a region's letters that may be wrong
SYLLABLE = 0.8  # from this sum of scores on, Hangul is seen among digits
Region = tuple[str, float, Piece, str]  # name or code, certainty, place, raw reading


def digits(text: str) -> str:
    """Return ``text`` with letters that look like digits turned into those digits."""
    return text.translate(LOOKALIKES)


def _repair(raw: str) -> Repair | None:
    """Return how a number was read where letters in it were taken for digits."""
    return Repair(raw.strip(), LOOK_ALIKES) if digits(raw) != raw else None


def birth_date(number: str) -> datetime.date | None:
    """Return the birth date in a resident number ``YYMMDD-G######``, None without a valid one."""
    century = {"1": 1900, "2": 1900, "5": 1900, "6": 1900, "3": 2000, "4": 2000, "7": 2000,
               "8": 2000}.get(number[7])  # fmt: skip
    if century is None:
        return None
    try:
        born = datetime.date(century + int(number[:2]), int(number[2:4]), int(number[4:6]))
    except ValueError:
        return None
    return born


def check_digit_holds(number: str) -> bool:
    """Whether the last digit fits: citizen's formula, for foreigners either known formula."""
    body = number.replace("-", "")
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=False))
    citizen, foreign = (11 - total % 11) % 10, (13 - total % 11) % 10
    return int(body[12]) in ((citizen, foreign) if number[7] in "5678" else (citizen,))


def find_resident_number(page: Page) -> Value | None:
    """Return the resident number: 6 + 7 digits whose first six are a date."""
    found = []
    for line in page.lines:
        for text, weight in ((line.latin, 1.0), (line.hangul, 0.9)):
            for match in RESIDENT.finditer(text.text):
                number = f"{digits(match[1])}-{digits(match[2])}"
                born = birth_date(number)
                if born is None or born > datetime.date.today():
                    continue
                part = text.part(match.start(), match.end())
                if _bears_syllables(line, part):
                    continue
                sure = _resident_confidence(number, match[0], part, born) * weight
                tail = piece_of(line, text.part(match.start(2) + 1, match.end()))
                value = Value(number, sure, [piece_of(line, part)], _repair(match[0]), tail)
                found.append(value)
    return _agreed(found)


def _bears_syllables(line: Line, part: Text) -> bool:
    """Whether Hangul stands among what was read as digits.

    The Latin reader leaves syllables out, so that the numbers of an address run together.
    """
    within = line.hangul.between(part.spans[0][0], part.spans[-1][1])
    signs = zip(within.text, within.scores, strict=True)
    return sum(score for sign, score in signs if is_hangul(sign)) >= SYLLABLE


def digit_runs(lines: list[Line]) -> list[str]:
    """Return what any reader took for four digits or more in a row, separators left out."""
    texts = (text.text for line in lines for text in (line.latin, line.hangul))
    solid = (re.sub(r"[\s\-–—−~.,:·]", "", digits(text)) for text in texts)
    return sorted({run for text in solid for run in re.findall(r"[0-9]{4,}", text)})


def _resident_confidence(number: str, raw: str, part: Text, born: datetime.date) -> float:
    sure = min(part.scores, default=0.0)
    if digits(raw) != raw:
        return min(sure, REPAIRED_CONFIDENCE)
    if check_digit_holds(number):
        return 0.5 + 0.5 * sure
    return min(sure, 0.8 if born >= RANDOM_SINCE else 0.6)


def _agreed(found: list[Value]) -> Value | None:
    """Return the surest value, surer where both readers saw the same."""
    if not found:
        return None
    best = max(found, key=lambda value: value.confidence)
    same = [value for value in found if value.text == best.text]
    if len(same) > 1:
        best.confidence = min(0.99, best.confidence + 0.5 * (1 - best.confidence))
    elif len(found) > 1:
        best.confidence *= 0.85
    return best


def find_license_number(page: Page) -> Value | None:
    """Return the license number, with the region as printed: digits or a name.

    None where a date stands: a garbled period is much like a number with a region's code.
    """
    lines = [line for line in page.free() if not bears_date(line)]
    codes = [(value, raw) for line in lines for value, raw in _with_codes(line)]
    # Without a dash behind the code, that may be a region's name read as digits; and so many
    # digits without any dash may as well be of what the card lies on.
    dashed = [value for value, raw in codes if not raw[2].isalnum()]
    named = [] if dashed else [value for line in lines for value in _with_names(page, line)]
    return _agreed(dashed or named or [value for value, _ in codes])


def _with_codes(line: Line) -> Iterator[tuple[Value, str]]:
    """Yield the numbers on a line that begin with a region's code, and as what they were read."""
    for text, weight in ((line.latin, 1.0), (line.hangul, 0.9)):
        for match in LICENSE_CODE.finditer(text.text):
            value = _with_code(line, text, match)
            if value:
                value.confidence *= weight
                yield value, match[0]


def _with_names(page: Page, line: Line) -> Iterator[Value]:
    """Yield the numbers on a line in front of which a region is named."""
    for text, weight in ((line.latin, 1.0), (line.hangul, 0.9)):
        for match in LICENSE_NAME.finditer(text.text):
            value = _with_name(page, line, text, match)
            value.confidence *= weight
            if value.text:
                yield value


def breaks_off(line: Line) -> bool:
    """Whether a license number on the line ends before its last two digits, to either reader."""
    return any(BROKEN_OFF.search(text.text) for text in (line.latin, line.hangul))


def lacks_digit(line: Line) -> bool:
    """Whether a line bears what would be a number with one more digit, and no whole number."""
    texts = [text.text for text in (line.latin, line.hangul)]
    whole = any(form.search(text) for form in WHOLE for text in texts)
    return not whole and any(NEARLY.search(text) for text in texts)


def _with_code(line: Line, text: Text, match: re.Match[str]) -> Value | None:
    groups = [digits(group) for group in match.groups()]
    if groups[0] not in vocabulary.REGION_CODES:
        return None
    part = text.part(match.start(), match.end())
    if _bears_syllables(line, part):
        return None
    sure = min(part.scores, default=0.0)
    if digits(match[0]) != match[0]:
        sure = min(sure, REPAIRED_CONFIDENCE)
    return Value("-".join(groups), sure, [piece_of(line, part)], _repair(match[0]))


def _with_name(page: Page, line: Line, text: Text, match: re.Match[str]) -> Value:
    """Return the number with the region's name in front, read by the Hangul reader."""
    part = text.part(match.start(), match.end())
    begin = part.spans[0][0]
    region, sure, piece, raw = _region(page, line, begin)
    number = "-".join(digits(group) for group in match.groups())
    sure = min(sure, *part.scores)
    if digits(match[0]) != match[0]:
        sure = min(sure, REPAIRED_CONFIDENCE)
    if not region:
        return Value("", 0.0)
    repair = _repair(match[0])
    if repair or raw != region:
        repair = Repair(f"{raw} {match[0].strip()}", LOOK_ALIKES if repair else CLOSED_LIST)
    joint = "-" if region.isdecimal() else " "
    return Value(f"{region}{joint}{number}", sure, [piece, piece_of(line, part)], repair)


def _region(page: Page, line: Line, begin: float) -> Region:
    """Return the region named before the share ``begin`` of ``line``, or left of the line."""
    return _region_on(line, begin) or _region_beside(page, line) or ("", 0.0, Piece(line), "")


def _region_on(line: Line, begin: float) -> Region | None:
    """Return the region that the line names before the share ``begin`` of it."""
    signs = [
        index
        for index, span in enumerate(line.hangul.spans)
        if is_hangul(line.hangul.text[index]) and sum(span) / 2 < begin + 0.02
    ]
    before = "".join(line.hangul.text[index] for index in signs)
    _, cut = vocabulary.label_at_start(before)
    # What stands before the name, as a misread label, is no part of it.
    ways = [start for start in (cut, len(before) - 4, len(before) - 2) if start >= cut]
    ranked = [(nearest(before[start:], vocabulary.REGION_NAMES), start) for start in ways]
    (name, share), cut = min(ranked, key=lambda each: each[0][1])
    if not signs or share > MISREAD_REGION:
        return None
    named = signs[cut:] or signs
    sure = min(line.hangul.scores[index] for index in named) * (1 - share)
    return name, sure, Piece(line, line.hangul.spans[named[0]][0], begin), before[cut:]


def _region_beside(page: Page, line: Line) -> Region | None:
    """Return the region, as a code or by its name, in a line of its own left of ``line``."""
    for other in page.lines:
        if other is line or not same_row(other, line) or other.right > line.left + line.height:
            continue
        code = _code_alone(other, line)
        if code:
            return code, min(other.latin.scores), Piece(other), code
        name, share = nearest(other.hangul.text, vocabulary.REGION_NAMES)
        if share <= MISREAD_REGION:
            raw = "".join(other.hangul.text.split())
            return name, other.hangul.score * (1 - share), Piece(other), raw
    return None


def _code_alone(other: Line, line: Line) -> str:
    """Return the region's code at the end of a line close before another; "" for none."""
    code = CODE_ALONE.search(other.latin.text)
    is_short = syllables(other.hangul.text) <= vocabulary.SHORT_REGION
    near = line.left - other.right < CODE_GAP * line.height
    return code[1] if code and near and is_short and code[1] in vocabulary.REGION_CODES else ""
