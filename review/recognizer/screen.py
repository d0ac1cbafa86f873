"""Whether a picture was taken of a display: its grid beats with the camera's (moire).

A card's own print gives broad spectra; a display's stripes of red, green and blue give single
strong waves in the difference between green and the other two.
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
AXES = 3  # the compression's own blocks lie on the axes
AROUND = 41
# The strongest wave by its surroundings, in one patch, or in two: of 300 photographs and scans of
# cards none is above, of 40 of displays all but one.
STRONG, STRONG_TWICE = 17.0, 14.5


def is_screen(pixels: Pixels) -> bool:
    """Whether the picture shows the grid of a display."""
    strongest, second, *_ = sorted(map(strongest_wave, _patches(pixels)), reverse=True)
    return strongest > STRONG or second > STRONG_TWICE


def strongest_wave(patch: npt.NDArray[np.float32]) -> float:
    """Return how far the strongest wave of a patch stands out of the spectrum around it."""
    rest = np.clip(patch - _blurred(patch), -STROKE, STROKE)
    window = np.outer(np.hanning(rest.shape[0]), np.hanning(rest.shape[1]))
    waves = np.zeros((PATCH, PATCH), np.float32)
    waves[: rest.shape[0], : rest.shape[1]] = rest * window
    turned = cv2.dft(waves, flags=cv2.DFT_COMPLEX_OUTPUT)
    spectrum = np.fft.fftshift(cv2.magnitude(turned[..., 0], turned[..., 1]))
    smooth = cv2.GaussianBlur(spectrum, (0, 0), 0.8)
    ratio = smooth / (cv2.blur(smooth, (AROUND, AROUND)) + 1e-3)
    return float(ratio[_waves()].max())


def _blurred(patch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the patch with its light and shadow only; small, which is as good and much faster."""
    rows, columns = patch.shape
    few = (max(columns // SMALLER, 1), max(rows // SMALLER, 1))
    small = cv2.GaussianBlur(cv2.resize(patch, few, interpolation=cv2.INTER_AREA), (0, 0), BLUR)
    return np.asarray(cv2.resize(small, (columns, rows)), np.float32)


def _patches(pixels: Pixels) -> list[npt.NDArray[np.float32]]:
    rows, columns = pixels.shape[:2]
    top = max(0, (rows - PATCH) // 2)
    lefts = [
        int(np.clip(place * columns - PATCH / 2, 0, max(columns - PATCH, 0))) for place in PLACES
    ]
    return [_green_apart(pixels[top : top + PATCH, left : left + PATCH]) for left in lefts]


def _green_apart(part: Pixels) -> npt.NDArray[np.float32]:
    blue, green, red = cv2.split(part.astype(np.float32))
    return np.asarray(green - (blue + red) / 2, np.float32)


@functools.cache
def _waves() -> npt.NDArray[np.bool_]:
    """Return which places of the spectrum count."""
    y, x = np.mgrid[-PATCH // 2 : PATCH // 2, -PATCH // 2 : PATCH // 2]
    fast = np.hypot(y, x) > SLOWEST
    return np.asarray(fast & (np.abs(y) > AXES) & (np.abs(x) > AXES))
