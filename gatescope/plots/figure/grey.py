"""Colours as a printer without ink of any hue shows them: their contrast in grey, as WCAG 2.2 defines contrast."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from gatescope.plots.colours import rgb

_STEPS = 64
# The shares of red, green and blue in the luminance of sRGB (IEC 61966-2-1).
_SHARES = np.array([0.2126, 0.7152, 0.0722])


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB``, 0 to 1: how light its grey is."""
    encoded = rgb(colour) / 255.0
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return float(linear @ _SHARES)


def grey_contrast(first: str, second: str) -> float:
    """Return the contrast of the greys of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=1024)
def darkened(colour: str, ground: str, least: float) -> str:
    """Return `colour`, moved towards black just as far as it takes to have the contrast `least` with `ground`."""
    channels = rgb(colour).astype(float)
    for step in range(_STEPS + 1):
        red, green, blue = np.rint(channels * (1.0 - step / _STEPS)).astype(int).tolist()
        found = f"#{red:02X}{green:02X}{blue:02X}"
        if grey_contrast(found, ground) >= least:
            return found
    return found
