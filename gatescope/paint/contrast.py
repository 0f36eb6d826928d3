"""Mixtures of colours, and text that can be read on any of them: contrast as WCAG 2.2 defines it."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor

ENOUGH = 4.5
"""The least contrast of small text (WCAG 2.2, success criterion 1.4.3)."""
_DARK, _LIGHT = "#000000", "#FFFFFF"


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=4096)
def legible(colour: str, background: str, least: float = ENOUGH) -> str:
    """Return `colour`, moved towards black or white just as far as text in it needs to be read on `background`.

    Args:
        least: the contrast that is wanted; where neither black nor white has that much, it is the better of both.
    """
    end = _DARK if contrast(_DARK, background) >= contrast(_LIGHT, background) else _LIGHT
    # One of black and white always has `ENOUGH`: their contrasts with any colour multiply to 21.
    mixtures = (mix(colour, end, step / 8) for step in range(9))
    return next((mixed for mixed in mixtures if contrast(mixed, background) >= least), end)


@lru_cache(maxsize=4096)
def mix(colour: str, end: str, share: float) -> str:
    """Return the colour that lies `share` of the way from `colour` to `end`, both ``#RRGGBB``."""
    a, b = QColor(colour), QColor(end)
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share,
        a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    ).name()


@lru_cache(maxsize=4096)
def _luminance(colour: str) -> float:
    made = QColor(colour)
    red, green, blue = _linear(made.redF()), _linear(made.greenF()), _linear(made.blueF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
