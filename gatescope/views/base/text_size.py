"""The size of text that views paint by themselves. There is one for the whole application, as there is one font."""

from __future__ import annotations

from weakref import WeakSet

from gatescope.plots.theme import LIGHT, Theme


class Sized:
    """What depends on the size of text, such as measured words; `resize` is called when that changes."""

    def __init__(self) -> None:
        _SIZED.add(self)

    def resize(self) -> None:
        """Take the size of text that `pixels` gives now."""


_SIZED: WeakSet[Sized] = WeakSet()
_THEME = [LIGHT]
_DOT, _LARGEST_DOT = 8.0, 12.0


def set_text_size(theme: Theme) -> None:
    """Take the size of text of `theme`. Views take it with their theme, which has to be handed to them after this."""
    before, _THEME[0] = _THEME[0], theme
    if (before.zoom, before.presenting) != (theme.zoom, theme.presenting):
        for one in tuple(_SIZED):
            one.resize()


def pixels(size: float) -> int:
    """Return the pixels of text that usually has `size` of them."""
    return _THEME[0].pixels(size)


def dot_size() -> float:
    """Return the pixels of the dot before a name: it grows with the text, as far as the margin at its left allows."""
    return min(scaled(_DOT), _LARGEST_DOT)


def scaled(length: float) -> float:
    """Return a length that grows with the text beside it, such as the height of a row."""
    return length * _THEME[0].text_scale
