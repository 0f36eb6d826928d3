"""Numbers as the tables of the checks have them."""

from __future__ import annotations

import math

from gatescope.words import decimal as in_language
from gatescope.words import tr

PER_CENT = "\N{NO-BREAK SPACE}%"
"""After a number, in the same line as it."""
_FLOATS = 300
"""Powers of ten that a float holds."""


def percent(share: float) -> str:
    """Return a share as ``0.4 %``, ``23 %``, ``164 %``."""
    value = 100 * share
    if not math.isfinite(value):
        return decimal(value)
    size = abs(value)
    digits = 0 if size >= 10 or value == 0 else 1 if size >= 0.1 else 2
    if 0 < size < 0.005:
        return f"{decimal(value)}{PER_CENT}"
    return in_language(f"{value:.{digits}f}{PER_CENT}".replace("-", "−"))


def decimal(value: float, digits: int = 3) -> str:
    """Return a number with so many digits that mean something: ``0.0066``, ``3.49·10⁹``, ``1,234``."""
    if math.isnan(value):
        return tr("not a number")
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    place = math.floor(math.log10(abs(value)))
    if -4 <= place < 6:
        shown = f"{value:,.{max(0, digits - 1 - place)}f}"
        return in_language(shown.replace("-", "−"))
    mantissa = value / 10.0**place
    return in_language(f"{mantissa:.{digits - 1}f}·10{_raised(place)}".replace("-", "−"))


def signed(value: float, digits: int) -> str:
    """Return a number with its sign and so many digits behind the point: ``+0.41``."""
    return in_language(f"{value:+.{digits}f}".replace("-", "−"))


def power_of_ten(exponent: float) -> str:
    """Return 10 to a power that floats may not reach: ``10⁻⁴⁵⁸``; one that they hold is written out."""
    if not math.isfinite(exponent):
        return "0" if exponent < 0 else decimal(exponent)
    return decimal(10.0**exponent) if abs(exponent) < _FLOATS else f"10{_raised(round(exponent))}"


def _raised(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
