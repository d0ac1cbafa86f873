"""What OCR does to one value: confused digits and syllables, lost and added characters.

Each function takes a random generator and a value and returns the changed value, or None where
the change does not apply.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from review.bench.quality import places

Change = Callable[[Random, str], str | None]

# Digit read for digit, as seven-segment and dot-matrix shapes suggest; not the rules' own table.
DIGITS = {"0": "86", "1": "74", "2": "73", "3": "89", "4": "91", "5": "63", "6": "58", "7": "12",
          "8": "306", "9": "48"}  # fmt: skip
LETTERS = {"0": "O", "1": "I", "5": "S", "8": "B", "2": "Z"}
_INITIALS, _MEDIALS, _FINALS = 19, 21, 28


def digit_in(start: int, stop: int) -> Change:
    """Confuse one digit between two places of the value."""

    def change(random: Random, value: str) -> str | None:
        spots = [i for i in range(start, min(stop, len(value))) if value[i] in DIGITS]
        if not spots:
            return None
        place = random.choice(spots)
        return value[:place] + random.choice(DIGITS[value[place]]) + value[place + 1 :]

    return change


def citizens_tail(random: Random, value: str) -> str | None:
    """Confuse a digit of a citizen's tail."""
    return digit_in(8, 14)(random, value) if value[7] in "1234" else None


def foreigners_tail(random: Random, value: str) -> str | None:
    """Confuse a digit of a foreigner's tail."""
    return digit_in(8, 14)(random, value) if value[7] in "5678" else None


def gender(random: Random, value: str) -> str:
    """Confuse the 7th digit."""
    return value[:7] + random.choice(DIGITS[value[7]]) + value[8:]


def century(random: Random, value: str) -> str:
    """Take the 7th digit of the other century."""
    return value[:7] + {"1": "3", "2": "4", "3": "1", "4": "2", "5": "7", "6": "8", "7": "5",
                        "8": "6"}[value[7]] + value[8:]  # fmt: skip


def drop_character(random: Random, value: str) -> str:
    """Drop any character."""
    place = random.randrange(len(value))
    return value[:place] + value[place + 1 :]


def drop_digit(random: Random, value: str) -> str:
    """Drop a digit."""
    place = random.choice([i for i, sign in enumerate(value) if sign.isdigit()])
    return value[:place] + value[place + 1 :]


def double_digit(random: Random, value: str) -> str:
    """Read a digit twice."""
    place = random.choice([i for i, sign in enumerate(value) if sign.isdigit()])
    return value[:place] + value[place] + value[place:]


def letter(random: Random, value: str) -> str | None:
    """Read a letter for a digit."""
    spots = [i for i, sign in enumerate(value) if sign in LETTERS]
    if not spots:
        return None
    place = random.choice(spots)
    return value[:place] + LETTERS[value[place]] + value[place + 1 :]


def no_dashes(random: Random, value: str) -> str:
    """Lose the dashes."""
    return value.replace("-", "")


def swap_day_and_month(random: Random, value: str) -> str | None:
    """Swap day and month."""
    day, month, year = value.split("/")
    return f"{month}/{day}/{year}" if day != month else None


def swap_unreadably(random: Random, value: str) -> str | None:
    """Swap day and month where that gives no date."""
    return swap_day_and_month(random, value) if int(value[:2]) > 12 else None


def year_first(random: Random, value: str) -> str:
    """Write the dates year first."""
    return "~".join(".".join(reversed(part.split("/"))) for part in value.split("~"))


def other_century(random: Random, value: str) -> str:
    """Slip into the other century."""
    return value[:6] + {"19": "20", "20": "19"}[value[6:8]] + value[8:]


def far_year(random: Random, value: str) -> str:
    """Misread the first digit of the year."""
    return value[:6] + random.choice(("8", "3", "7")) + value[7:]


def ends_turned(random: Random, value: str) -> str:
    """Swap the two dates of a period."""
    return "~".join(reversed(value.split("~")))


def one_end(random: Random, value: str) -> str:
    """Keep one date of a period."""
    return random.choice(value.split("~"))


def other_joint(random: Random, value: str) -> str:
    """Join the two dates of a period otherwise."""
    return value.replace("~", random.choice(("-", " ", "∼", " - ")))


def other_sex(random: Random, value: str) -> str | None:
    """Take the other sex."""
    return {"남": "여", "여": "남"}.get(value)


def emptied(random: Random, value: str) -> str | None:
    """Read nothing."""
    return "" if value else None


def syllable(random: Random, value: str, first: int = 0, last: int | None = None) -> str | None:
    """Change one letter (jamo) of one syllable between two places."""
    end = len(value) if last is None else last
    spots = [i for i in range(first, min(end, len(value))) if "가" <= value[i] <= "힣"]
    if not spots:
        return None
    place = random.choice(spots)
    return value[:place] + _misread(random, value[place]) + value[place + 1 :]


def _misread(random: Random, character: str) -> str:
    code = ord(character) - 0xAC00
    initial, medial, final = code // 588, code % 588 // 28, code % 28
    part = random.randrange(3)
    if part == 0:
        initial = (initial + random.randrange(1, _INITIALS)) % _INITIALS
    elif part == 1:
        medial = (medial + random.randrange(1, _MEDIALS)) % _MEDIALS
    else:
        final = (final + random.randrange(1, _FINALS)) % _FINALS
    return chr(0xAC00 + initial * 588 + medial * 28 + final)


def region_syllable(random: Random, value: str) -> str | None:
    """Misread a syllable of the region's name."""
    return syllable(random, value, 0, 2)


def division_syllable(random: Random, value: str) -> str | None:
    """Misread a syllable of the division."""
    return syllable(random, value, 0, value.index(" "))


def division_dropped_syllable(random: Random, value: str) -> str | None:
    """Drop a syllable of the division, unless a short form remains."""
    place = random.randrange(value.index(" "))
    dropped = value[:place] + value[place + 1 :]
    return None if dropped.split()[0] in places.SHORT.values() else dropped


def later_syllable(random: Random, value: str) -> str | None:
    """Misread a syllable after the division."""
    return syllable(random, value, value.index(" ") + 1)


def given_syllable(random: Random, value: str) -> str | None:
    """Misread a syllable after the surname."""
    return syllable(random, value, 1)


def class_digit(random: Random, value: str) -> str:
    """Read 1 for 2 and 2 for 1."""
    return value.translate(str.maketrans("12", "21"))


def loose_jamo(random: Random, value: str) -> str | None:
    """Read the last syllable as a single letter."""
    if not "가" <= value[-1] <= "힣":
        return None
    return value[:-1] + chr(0x3131 + random.randrange(30))


def latin_letter(random: Random, value: str) -> str | None:
    """Read the last syllable as a Latin letter."""
    return value[:-1] + random.choice("DCHOTL") if "가" <= value[0] <= "힣" else None


def insert(sign: str) -> Change:
    """Insert a sign somewhere."""

    def change(random: Random, value: str) -> str | None:
        if not value:
            return None
        place = random.randrange(len(value) + 1)
        return value[:place] + sign + value[place:]

    return change


def put_before(prefix: str) -> Change:
    """Put a text before the value."""
    return lambda random, value: prefix + value


def full_width(random: Random, value: str) -> str:
    """Write digits in full width."""
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in value)


def lower(random: Random, value: str) -> str | None:
    """Write small letters."""
    return value.lower() if value.upper() != value.lower() else None


def bad_sign(random: Random, value: str) -> str:
    """Read a character as a sign."""
    place = random.randrange(len(value))
    return value[:place] + random.choice("#?/&") + value[place + 1 :]


def without_suffixes(random: Random, value: str) -> str | None:
    """Lose the suffixes 시, 군 and 구."""
    division, _, rest = value.partition(" ")
    words = rest.split()
    bare = [word[:-1] if word[-1] in "시군구" else word for word in words]
    return f"{division} {' '.join(bare)}" if bare != words else None


def without_numbers(random: Random, value: str) -> str:
    """Lose every word with a digit."""
    kept = (word for word in value.split() if not any(sign.isdigit() for sign in word))
    return " ".join(kept)


def glued(random: Random, value: str) -> str | None:
    """Lose the blank before the first number."""
    words = value.split()
    spots = [i for i in range(1, len(words)) if words[i].replace("-", "").isdigit()]
    if not spots:
        return None
    place = spots[0]
    return " ".join([*words[: place - 1], words[place - 1] + words[place], *words[place + 1 :]])


def cut(random: Random, value: str) -> str:
    """Keep the first two words."""
    return " ".join(value.split()[:2])
