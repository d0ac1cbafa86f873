"""Type faces for specimens: where they lie, and which are kept for the report.

The product installs Debian's ``fonts-nanum``; whatever other Korean faces a machine has make the
tuning and report sets broader.
"""

from __future__ import annotations

import functools
from pathlib import Path

from PIL import ImageFont

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts")
# The faces of fonts-nanum that a card could carry: what demo pictures and tests are drawn with.
PRODUCT = (
    "NanumGothic", "NanumGothicBold", "NanumBarunGothic", "NanumBarunGothicBold", "NanumMyeongjo",
    "NanumMyeongjoBold", "NanumSquareR", "NanumSquareB", "NanumSquareRoundR", "NanumSquareRoundB",
)  # fmt: skip
TUNE = (
    *PRODUCT, "NanumBarunGothicLight", "NanumGothicExtraBold", "NanumGothicCoding",
    "NanumGothicCodingBold", "NanumGothicLight", "NanumSquare_acR", "NanumSquare_acB",
    "NotoSansCJK-Regular", "NotoSerifCJK-Regular", "UnDotum", "UnBatang", "UnGraphic",
    "batang", "UnShinmun", "UnDinaru",
)  # fmt: skip
REPORT = (
    "NotoSansCJK-Bold", "NotoSerifCJK-Bold", "UnDotumBold", "UnGraphicBold", "UnBatangBold",
    "gulim", "dotum", "hline", "NanumBarunpenR", "NanumBarunpenB", "UnJamoDotum", "UnVada",
    "UnGungseo", "NanumMyeongjoEcoR", "NanumGothicEcoR",
)  # fmt: skip


@functools.cache
def installed() -> dict[str, str]:
    """Return the path of each installed face by its file name without ending."""
    found: dict[str, str] = {}
    for folder in FONT_FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob("*.tt[fc]")):
            found.setdefault(path.stem, str(path))
    return found


def available(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of ``names`` that are installed, or the product's where none is.

    Raises FileNotFoundError where no Korean face is installed at all.
    """
    present = tuple(name for name in names if name in installed())
    present = present or tuple(name for name in PRODUCT if name in installed())
    if not present:
        raise FileNotFoundError("no Korean type face found: install Debian's fonts-nanum")
    return present


@functools.lru_cache(maxsize=256)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """Return the face ``name`` at ``size`` pixels (Korean variant of a collection)."""
    path = installed()[name]
    return ImageFont.truetype(path, size, index=1 if path.endswith(".ttc") else 0)
