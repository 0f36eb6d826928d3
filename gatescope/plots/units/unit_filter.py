"""Reads what a person types to find units: ``27``, ``3-9``, ``ρ > 0.9``, ``half-life > 2 and open < 5 %``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import UsageError
from gatescope.words import decimal_signs, mark, read_number, tr

Values = NDArray[np.float64]

HINT = mark("Write a unit (27, 3-9) or a condition (ρ > 0.9, |ρ| > 0.8, half-life > 2, open < 5 %), several with “and”")

_NAMES = {
    "ρ": "correlation",
    "rho": "correlation",
    "r": "correlation",
    "correlation": "correlation",
    "position": "position",
    "mean": "mean",
    "half-life": "half_life",
    "half life": "half_life",
    "halflife": "half_life",
    "shut": "left",
    "low": "left",
    "open": "right",
    "high": "right",
}
_COMPARE: dict[str, Callable[[Values, float], NDArray[np.bool_]]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "=": lambda values, number: np.isclose(values, number, atol=0.005),
}
_UNITS = re.compile(r"(?:units?\s+)?u?(\d+)(?:\s*[-–]\s*u?(\d+))?")
_CONDITION = re.compile(r"(\|)?\s*([^\W\d][\w \-]*?)\s*(\|)?\s*(>=|<=|≥|≤|>|<|=)\s*([+\-−]?[\d.,]+)\s*(%)?")
_BETWEEN = re.compile(r",|;|&|\band\b")
_BETWEEN_WITH_DECIMAL_COMMAS = re.compile(r",(?!\d)|(?<!\d),|;|&|\b(?:and|und)\b")
"""A comma between digits is a decimal sign, or stands in a list of units."""
_LISTED = re.compile(r"(?:units?\s+)?u?\d+(?:\s*[-–]\s*u?\d+)?(?:,u?\d+(?:\s*[-–]\s*u?\d+)?)+")
_WRITTEN = {"≥": ">=", "≤": "<="}


def matching(text: str, columns: Mapping[str, Values], units: int) -> NDArray[np.bool_]:
    """Return (H,) which of `units` units fit what a person typed; all of them where that is empty.

    Units that are named are any of them; conditions must all hold. A value that is not a number fits none.

    Args:
        columns: by name (``correlation``, ``position``, ``mean``, ``half_life``, ``left``, ``right``), (H,) each;
            those that the model lacks are empty.

    Raises:
        UsageError: the text is neither, or names what the model does not have.
    """
    fits = np.ones(units, np.bool_)
    named = np.zeros(units, np.bool_)
    any_named = False
    for piece in _pieces(text.lower()):
        if match := _UNITS.fullmatch(piece):
            any_named = True
            first = int(match[1])
            named[min(first, units) : int(match[2] or first) + 1] = True
        else:
            fits &= _condition(piece, columns, units)
    return fits & named if any_named else fits


def _pieces(text: str) -> Iterator[str]:
    between = _BETWEEN_WITH_DECIMAL_COMMAS if "," in decimal_signs() else _BETWEEN
    for piece in (one.strip() for one in between.split(text)):
        if _LISTED.fullmatch(piece):
            yield from piece.split(",")
        elif piece:
            yield piece


def _condition(piece: str, columns: Mapping[str, Values], units: int) -> NDArray[np.bool_]:
    match = _CONDITION.fullmatch(piece)
    name = "" if match is None else _NAMES.get(match[2].strip(), "")
    if match is None or not name or bool(match[1]) != bool(match[3]):
        raise UsageError(tr(HINT))
    values = columns.get(name, np.empty(0))
    if len(values) != units:
        raise UsageError(tr("this model's units have no {name}", name=match[2].strip()))
    try:
        number = read_number(match[5])
    except ValueError as error:
        raise UsageError(tr(HINT)) from error
    number = number / 100 if match[6] else number
    found: NDArray[np.bool_] = _COMPARE[_WRITTEN.get(match[4], match[4])](
        np.abs(values) if match[1] else values, number
    )
    return found
