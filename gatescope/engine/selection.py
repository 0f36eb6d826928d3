"""How a person names signals, units, tokens and parts of a network: ``u3,u7-9``, ``t4-12``, layer 0 reverse."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import index

from gatescope.errors import UsageError
from gatescope.words import mark, tr

_UNITS = re.compile(r"u?(\d{1,9})(?:-u?(\d{1,9}))?", re.ASCII)
_TOKENS = re.compile(r"t(\d{1,9})(?:-t?(\d{1,9}))?", re.ASCII)
_MOST_UNITS = 1 << 20


def parse_units(text: str) -> tuple[int, ...]:
    """Return ``u3,u7-9`` as (3, 7, 8, 9), in the order written; the u may be left out.

    Raises:
        UsageError: that is not how units are written.
    """
    found: dict[int, None] = {}
    for part in text.split(","):
        first, last = _span(_UNITS.fullmatch(part.strip()), part, mark("unit"), mark("units as u3,u7-9"))
        if last >= first + _MOST_UNITS:
            raise UsageError(tr("{part!r} runs too far; write units as u3,u7-9", part=part))
        found |= dict.fromkeys(range(first, last + 1))
    return tuple(found)


def units_of(units: str | Iterable[int]) -> tuple[int, ...]:
    """Return units that are given as ``u3,u7-9`` or by their numbers.

    Raises:
        UsageError: that is not how units are written, or one is no whole number.
    """
    if isinstance(units, str):
        return parse_units(units)
    numbers: Iterable[object] = units
    found = []
    for unit in numbers:
        if not is_whole(unit):
            raise UsageError(tr("a unit is a whole number, not {unit!r:.40}", unit=unit))
        found.append(index(unit))  # type: ignore[arg-type]
    return tuple(found)


def is_whole(value: object) -> bool:
    """Return whether `value` is a whole number of Python, or that of another library, as in a tensor."""
    try:
        index(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, RuntimeError):
        return False
    return not isinstance(value, bool)


def parse_tokens(text: str) -> range:
    """Return ``t4-12`` as range(4, 13), the tokens 4 to 12 counted from 0; ``t4`` is one token.

    Raises:
        UsageError: that is not how tokens are written.
    """
    first, last = _span(_TOKENS.fullmatch(text.strip()), text, mark("token"), mark("tokens as t4-12"))
    return range(first, last + 1)


def parse_signal(text: str) -> str:
    """Return ``Forget gate`` as the name that the engine uses, ``forget_gate``."""
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def _span(match: re.Match[str] | None, text: str, what: str, way_out: str) -> tuple[int, int]:
    if match is None:
        raise UsageError(tr("{said!r} is no {what}; write {way_out}", said=text, what=what, way_out=way_out))
    first, last = int(match[1]), int(match[2] or match[1])
    if first > last:
        raise UsageError(tr("{said!r} runs backwards; write {way_out}", said=text, way_out=way_out))
    return first, last
