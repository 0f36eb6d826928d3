"""Interventions as a person writes them: clamps such as ``forget_gate=0@u3,u7-9@t4-12``, and units to ablate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar, cast

from gatescope.engine.cells import Direction
from gatescope.engine.interventions import Ablate, Clamp, CopiedWeights, Held, Interventions
from gatescope.engine.network import Network
from gatescope.engine.selection import parse_signal, parse_tokens, parse_units, units_of
from gatescope.errors import UsageError
from gatescope.words import mark, tr

_FORM = mark("write SIGNAL=VALUE@u3,u7-9@t4-12, units and tokens as wanted")
_Item = TypeVar("_Item", Clamp, Ablate)


@dataclass(frozen=True)
class WhatIf:
    """Interventions with the texts that they were written as, which errors quote.

    Attributes:
        items: each with the text that names it.
    """

    items: tuple[tuple[str, Clamp | Ablate], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items)

    def resolve(self, network: Network, tokens: int) -> Interventions:
        """Return them for a run of `network` over `tokens` tokens.

        Raises:
            UsageError: one names a signal, unit, token, layer or direction that is not there.
        """
        for words, item in self.items:
            try:
                Interventions((item,)).check(network, tokens)
            except UsageError as error:
                raise UsageError(f"{words}: {error}") from error
        return Interventions(tuple(item for _, item in self.items))


def what_if(
    clamp: str | Clamp | Iterable[str | Clamp] = (),
    ablate: str | Ablate | Iterable[int] = (),
    layer: int | None = None,
    direction: str | None = None,
) -> WhatIf:
    """Collect the clamps and the ablated units.

    Args:
        clamp: one or several, as `parse_clamp` reads them.
        ablate: units as ``u3,u7-9`` or as numbers.
        layer, direction: where, for all that do not say so themselves; the last layer, forward, where None.

    Raises:
        UsageError: one is not written as it should be.
    """
    clamps = [clamp] if isinstance(clamp, str | Clamp) else list(clamp)
    for one in clamps:
        if not isinstance(one, str | Clamp):
            raise UsageError(tr("{said!r} is no clamp; {form}", said=one, form=_FORM))
    items = [
        (f"clamp {one}", parse_clamp(one)) if isinstance(one, str) else (f"clamp {one.signal}", one) for one in clamps
    ]
    found: list[tuple[str, Clamp | Ablate]] = [(words, _placed(item, layer, direction)) for words, item in items]
    taken = ablate if isinstance(ablate, Ablate) else Ablate(units_of(ablate))
    if taken.units:
        found.append((f"ablate {spans('u', taken.units)}", _placed(taken, layer, direction)))
    return WhatIf(tuple(found))


def parse_clamp(text: str) -> Clamp:
    """Read ``forget_gate=0@u3,u7-9@t4-12``: the signal, the value, and the units and tokens, all by default.

    Raises:
        UsageError: that is not how a clamp is written.
    """
    head, *rest = text.split("@")
    signal, equals, value = head.partition("=")
    if not equals or not signal.strip():
        raise UsageError(tr("{said!r} is no clamp; {form}", said=text, form=_FORM))
    try:
        number = float(value)
    except ValueError:
        raise UsageError(tr("{value!r} in {said!r} is no number; {form}", value=value, said=text, form=_FORM)) from None
    units: tuple[int, ...] | None = None
    tokens: range | None = None
    for part in rest:
        kind = part.strip()[:1]
        if kind == "u" and units is None:
            units = _within(text, parse_units, part)
        elif kind == "t" and tokens is None:
            tokens = _within(text, parse_tokens, part)
        else:
            raise UsageError(
                tr(
                    "@{part} in {said!r} is neither units nor tokens, or names them again; {form}",
                    part=part,
                    said=text,
                    form=_FORM,
                )
            )
    return Clamp(parse_signal(signal), number, units, tokens)


def in_words(interventions: Interventions) -> list[str]:
    """Describe each intervention: ``forget_gate=0@u3,u7-9@t4-12``, ``without u5 in layer 0 reverse``."""
    return [_in_words(item) for item in interventions.items]


def _in_words(item: Held) -> str:
    if isinstance(item, Ablate):
        words = f"without {spans('u', item.units)}"
    elif isinstance(item, CopiedWeights):
        words = f"weights of {item.source} onto {item.target}"
    else:
        units = "" if item.units is None else f"@{spans('u', item.units)}"
        tokens = "" if item.tokens is None else f"@{spans('t', item.tokens)}"
        value = f"{item.value:g}" if isinstance(item, Clamp) else "patched"
        words = f"{item.signal}={value}{units}{tokens}"
    layer = "" if item.layer is None else f" in layer {item.layer}"
    return words + layer + (f" {item.direction}" if item.direction else "")


def spans(letter: str, numbers: Iterable[int]) -> str:
    """Return numbers as ``u3,u7-9``, which `selection.parse_units` reads."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(f"{letter}{first}" + (f"-{last}" if last > first else "") for first, last in runs)


_Parsed = TypeVar("_Parsed")


def _within(text: str, parse: Callable[[str], _Parsed], part: str) -> _Parsed:
    try:
        return parse(part)
    except UsageError as error:
        raise UsageError(f"{text!r}: {error}") from None


def _placed(item: _Item, layer: int | None, direction: str | None) -> _Item:
    """Return `item` in `layer` and `direction` unless it names its own."""
    return replace(
        item,
        layer=layer if item.layer is None else item.layer,
        direction=cast("Direction | None", direction) if item.direction is None else item.direction,
    )
