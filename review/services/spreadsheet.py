"""Lines of a CSV that a spreadsheet opens without running anything in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

# For spreadsheets, which would take Korean text for another encoding.
BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet runs a cell that begins with one of these; in Korea also in their full width.
_FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")


def csv_line(cells: Iterable[str]) -> str:
    """Return the cells as a line, each that would be run as a formula led by an apostrophe."""
    line = io.StringIO()
    csv.writer(line).writerow([_harmless(cell) for cell in cells])
    return line.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
