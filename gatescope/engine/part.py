"""The name of one direction of one layer, ``layer0.forward``, and the keys that begin with it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, cast

from gatescope.engine.cells import Direction
from gatescope.errors import UsageError
from gatescope.words import tr

_WRITTEN = re.compile(r"layer(0|[1-9][0-9]{0,8})\.(forward|reverse)")


class Part(str):
    """One direction of one layer of a network.

    It is the text ``layer{k}.{direction}`` itself, so that it serves as a key of mappings, of JSON and of .npz files,
    and it knows what that text says. Made by `of` and `parse` only; never changed.

    Attributes:
        layer: counted from 0 at the bottom.
        direction: in which the part reads the tokens.
    """

    __slots__ = ("direction", "layer")
    layer: int
    direction: Direction

    @staticmethod
    def of(layer: int, direction: Direction) -> Part:
        """Return the part of a layer and a direction.

        Raises:
            UsageError: the layer is negative, or the direction is neither ``"forward"`` nor ``"reverse"``.
        """
        return _parse(f"layer{layer}.{direction}")

    @staticmethod
    def parse(text: str) -> Part:
        """Return the part that `text` names.

        Raises:
            UsageError: `text` is not ``layer{k}.forward`` or ``layer{k}.reverse``.
        """
        return text if isinstance(text, Part) else _parse(text)

    @property
    def reverse(self) -> bool:
        """Whether the part reads from the last token to the first."""
        return self.direction == "reverse"

    def __reduce__(self) -> tuple[Any, ...]:
        return Part.parse, (str(self),)


def split_key(key: str) -> tuple[Part | None, str]:
    """Return the part that a key begins with, and the rest: ``cell_state`` of ``layer0.forward.cell_state``.

    A key that begins with no part (``embedding``, ``readout.sentiment.bias``) gives None and the whole key.
    """
    match = _WRITTEN.match(key)
    if match is None or key[match.end() : match.end() + 1] != ".":
        return None, key
    return _parse(match[0]), key[match.end() + 1 :]


@lru_cache(maxsize=4096)
def _parse(text: str) -> Part:
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise UsageError(
            tr("{said!r:.60} names no part of a network; write a layer and a direction as layer0.forward", said=text)
        )
    part = Part(text)
    part.layer, part.direction = int(match[1]), cast(Direction, match[2])
    return part
