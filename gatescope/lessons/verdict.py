"""What a check measured, and whether that is what its card expects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gatescope.errors import UsageError
from gatescope.lessons.card import Verdict
from gatescope.words import decimal, tr


@dataclass(frozen=True)
class Measured:
    """What one check found.

    Attributes:
        verdict: on the claim.
        numbers: by name; what cards name in their templates and tolerances.
        columns: heads of the table, the first of them over what a row is of.
        rows: of the table, written as a person reads them.
        sentence: the finding.
        current: the row of where the control stands; None where none is.
    """

    verdict: Verdict
    numbers: Mapping[str, float]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sentence: str
    current: int | None = None


@dataclass(frozen=True)
class Result:
    """A claim that was tested.

    Attributes:
        claim, title: of the card.
        verdict: that was measured.
        expected: by the card.
        ok: whether the verdict is the expected one and every number lies within its tolerance; of a test with another
            model or at another setting it is true, for the card expects nothing of these.
        numbers: that were measured.
        seconds: that it took.
        measured: all of it.
        put_right: the card's words with the measured numbers; may be empty, and is with another model or at another
            setting, of which they do not speak.
        condition: of the verdict “only if”, in the card's words; may be empty.
        drifted: the numbers that left their tolerance, as ``name: 0.71, not 0.65 ± 0.02``.
    """

    claim: str
    title: str
    verdict: Verdict
    expected: Verdict
    ok: bool
    numbers: Mapping[str, float]
    seconds: float
    measured: Measured
    put_right: str = ""
    condition: str = ""
    drifted: tuple[str, ...] = ()


def drifted(numbers: Mapping[str, float], wanted: Mapping[str, tuple[float, float]]) -> tuple[str, ...]:
    """Return which of the `wanted` numbers are missing or out of tolerance, each with what it is instead."""
    found = []
    for name, (value, tolerance) in wanted.items():
        if name not in numbers:
            found.append(tr("{name}: not measured", name=name))
        elif not abs(numbers[name] - value) <= tolerance and numbers[name] != value:
            found.append(
                tr(
                    "{name}: {found:.6g}, not {value:g} ± {tolerance:g}",
                    name=name,
                    found=numbers[name],
                    value=value,
                    tolerance=tolerance,
                )
            )
    return tuple(found)


def filled(template: str, numbers: Mapping[str, float]) -> str:
    """Return `template` with the numbers in place of their names; minus signs and per cent are
    written as the tables have them.

    Raises:
        UsageError: it names a number that was not measured.
    """
    try:
        return template.format_map({name: _Written(value) for name, value in numbers.items()})
    except KeyError:
        known = ", ".join(numbers) or "none"
        raise UsageError(tr("put_right names a number that was not measured; there are {known}", known=known)) from None


class _Written(float):
    """A number as a card writes it: ``{share:.0%}``."""

    def __format__(self, form: str) -> str:
        # Cards say 4 rather than 4.0 where a number is whole and no form is asked for.
        whole = not form and self.is_integer()
        written = (
            (f"{int(self):,}" if whole else super().__format__(form or ".3g"))
            .replace("-", "−")
            .replace("%", "\N{NO-BREAK SPACE}%")
        )
        return decimal(written)
