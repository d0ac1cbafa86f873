"""Whether a picture was taken of a display: its grid beats with the camera's (moire).

A card's own print gives broad spectra; a display's stripes of red, green and blue give single
strong waves that are stronger in color than in brightness. A display seen without color gives
waves of brightness, which cloth below the card does as well: those have to be stronger. Where its
rows lie level in the picture the waves lie on the axes of the spectrum, as lines of print do; but
print is broad there, and a wave is a point.
"""

from __future__ import annotations

import functools

import cv2
import numpy as np
import numpy.typing as npt

from .decode import Pixels

PATCH = 512  # pixels of a side of what is looked at
PLACES = (0.35, 0.5, 0.65)  # of the patches' middles along the width
STROKE = 12  # what differs more from its surroundings is print
SMALLER, BLUR = 4, 2  # times; pixels of the smaller patch
SLOWEST = 14  # waves a patch; slower ones are light and shadow
AXES = 3  # waves a patch; lines of print lie on the axes
LEVEL, SLOWEST_LEVEL = 2, 60  # waves a patch: so near to an axis, and so fast, is a display's row
# The compression's blocks of 8 or 16 pixels give waves of their own, these many times 32 a patch.
BLOCKS, BY_BLOCKS = 32, 2
AROUND, OWN = 41, 7  # waves around one, and of these its own
# A colored wave is as many times stronger in color than in brightness.
COLORED = 2.0
# The second strongest wave of three patches by its surroundings. Of 750 photographs and scans of
# cards, and 150 compressed again and again, no colored one is above 5.3, none of brightness above
# 12.8, and on the axes none above 5.2, or 11.2 where a small picture was made larger. Of 200
# displays no colored one is below 7.0.
STRONG, STRONG_GRAY, STRONG_LEVEL = LIMITS = 5.5, 13.0, 13.0

Plane = npt.NDArray[np.float32]


def is_screen(pixels: Pixels) -> bool:
    """Whether two of three patches show the grid of a display, by waves of the same kind."""
    first, second, third = _patches(pixels)
    one, other = _strong_kinds(first), _strong_kinds(second)
    # Most pictures show none in either, and need no time for the third.
    return bool(one & other or (one | other and (one | other) & _strong_kinds(third)))


def _strong_kinds(patch: Pixels) -> set[int]:
    """Return which kinds of waves stand out as only a display's do."""
    strengths = zip(strongest_waves(patch), LIMITS, strict=True)
    return {kind for kind, (strength, limit) in enumerate(strengths) if strength > limit}


def strongest_waves(patch: Pixels) -> tuple[float, float, float]:
    """Return how far the strongest waves stand out: of color, of brightness, and of level rows."""
    blue, green, red = cv2.split(patch.astype(np.float32))
    gray, apart = _spectrum((blue + green + red) / 3), _spectrum(green - (blue + red) / 2)
    colored = _waves() & (apart > COLORED * gray)
    if _strongest(apart, colored) > STRONG:  # else the other colors need no time
        colored &= _spectrum(blue - red) > COLORED * gray
    level = max(_strongest_level(gray), _strongest_level(gray.T))
    return _strongest(apart, colored), _strongest(gray, _waves()), level


def _strongest(spectrum: Plane, among: npt.NDArray[np.bool_]) -> float:
    ratio = spectrum / (cv2.blur(spectrum, (AROUND, AROUND)) + 1e-3)
    return float((ratio * among).max())


def _strongest_level(spectrum: Plane) -> float:
    """Return how far a wave on the upright axis stands out among those above and below it."""
    middle = PATCH // 2
    axis = np.ascontiguousarray(spectrum[:, middle - LEVEL : middle + LEVEL + 1])
    others = AROUND * cv2.blur(axis, (1, AROUND)) - OWN * cv2.blur(axis, (1, OWN))
    ratio = axis / (others / (AROUND - OWN) + 1e-3)
    return float(ratio[: middle - SLOWEST_LEVEL].max())  # the other half is the same


def _spectrum(plane: Plane) -> Plane:
    """Return the strength of each wave, the slowest in the middle."""
    rest = np.clip(plane - _blurred(plane), -STROKE, STROKE)
    window = np.outer(np.hanning(rest.shape[0]), np.hanning(rest.shape[1]))
    waves = np.zeros((PATCH, PATCH), np.float32)
    waves[: rest.shape[0], : rest.shape[1]] = rest * window
    turned = cv2.dft(waves, flags=cv2.DFT_COMPLEX_OUTPUT)
    spectrum = np.fft.fftshift(cv2.magnitude(turned[..., 0], turned[..., 1]))
    return np.asarray(cv2.GaussianBlur(spectrum, (0, 0), 0.8), np.float32)


def _blurred(plane: Plane) -> Plane:
    """Return the patch with its light and shadow only; small, which is as good and much faster."""
    rows, columns = plane.shape
    few = (max(columns // SMALLER, 1), max(rows // SMALLER, 1))
    small = cv2.GaussianBlur(cv2.resize(plane, few, interpolation=cv2.INTER_AREA), (0, 0), BLUR)
    return np.asarray(cv2.resize(small, (columns, rows)), np.float32)


def _patches(pixels: Pixels) -> list[Pixels]:
    rows, columns = pixels.shape[:2]
    top = max(0, (rows - PATCH) // 2)
    lefts = [
        int(np.clip(place * columns - PATCH / 2, 0, max(columns - PATCH, 0))) for place in PLACES
    ]
    return [pixels[top : top + PATCH, left : left + PATCH] for left in lefts]


@functools.cache
def _waves() -> npt.NDArray[np.bool_]:
    """Return which places of the spectrum count."""
    y, x = np.mgrid[-PATCH // 2 : PATCH // 2, -PATCH // 2 : PATCH // 2]
    fast = np.hypot(y, x) > SLOWEST
    along = np.minimum(_from_axis(y, PATCH), _from_axis(x, PATCH)) <= AXES
    blocks = np.maximum(_from_axis(y, BLOCKS), _from_axis(x, BLOCKS)) <= BY_BLOCKS
    return np.asarray(fast & ~along & ~blocks)


def _from_axis(place: npt.NDArray[np.int_], every: int) -> npt.NDArray[np.int_]:
    """Return how far each place is from the next of ``every`` such; the last one is the first."""
    past = place % every
    return np.asarray(np.minimum(past, every - past), np.int_)
