"""A sweep: a gate or a state that is held at value after value."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gatescope.engine.interventions import Clamp, Interventions
from gatescope.engine.what_if import parse_clamp
from gatescope.errors import UsageError
from gatescope.plots.animation.frames import Frame, Moving, checked, steady
from gatescope.plots.animation.picture import ViewPicture
from gatescope.plots.signals import title
from gatescope.session.run.again import again
from gatescope.session.run.snapshot import Run
from gatescope.words import decimal, tr

_USUAL, _FPS = 60, 10.0


@dataclass(frozen=True)
class Sweep:
    """What is held, from which value to which."""

    clamp: Clamp
    last: float

    def at(self, share: float) -> Clamp:
        """Return what is held at a share of the way, 0 to 1."""
        return replace(self.clamp, value=self.clamp.value + (self.last - self.clamp.value) * share)


def parse_sweep(text: str, layer: int | None = None, direction: str | None = None) -> Sweep:
    """Read ``forget_gate=0..1@u3,u7-9@t4-12``: the signal, the first and the last value, and the units and tokens.

    Raises:
        UsageError: that is not how a sweep is written.
    """
    head, at, rest = text.partition("@")
    signal, equals, span = head.partition("=")
    first, dots, last = span.partition("..")
    if not equals or not dots:
        raise UsageError(f"{text!r} is no sweep; write SIGNAL=FIRST..LAST@u3,u7-9@t4-12, units and tokens as wanted")
    ends = [parse_clamp(f"{signal}={value.strip()}{at}{rest}") for value in (first, last)]
    if not all(math.isfinite(one.value) for one in ends):
        raise UsageError(f"{text!r} leads to a value that is not finite")
    if direction not in (None, "forward", "reverse"):
        raise UsageError(f"there is no direction {direction!r}; it is forward or reverse")
    placed = replace(ends[0], layer=layer, direction=direction)  # type: ignore[arg-type]
    return Sweep(placed, ends[1].value)


def swept(runs: Sequence[Run], picture: ViewPicture, sweep: Sweep, frames: int | None = None) -> Moving:
    """Return `runs` with something held at one value after the other, beside what they were before.

    Args:
        runs: where one of them has other interventions, these stay.
        frames: so many values, at equal distances, both ends among them.

    Raises:
        UsageError: the networks or the text do not have what is to be held.
    """
    count = checked(frames, _USUAL)
    settled = picture.settled(runs)

    def runs_at(share: float) -> list[Run]:
        clamp, found = sweep.at(share), []
        for run in runs:
            before = run if run.opened is None else run.opened
            interventions = Interventions((*run.trace.interventions.items, clamp))
            found.append(replace(again(run, interventions=interventions), opened=before))
        return found

    ends = tuple(settled.of(runs_at(share)) for share in (0.0, 1.0))
    axes = ends[0].on_axes_of(ends[1]) if type(ends[0]) is type(ends[1]) else ends[0]
    shares = [at / max(count - 1, 1) for at in range(count)]
    plots = steady((settled.of(runs_at(share)) for share in shares), axes)
    name = title(sweep.clamp.signal)

    def drawn() -> Iterator[Frame]:
        for share, plot in zip(shares, plots, strict=True):
            yield Frame(plot, f"{name} = {decimal(f'{sweep.at(share).value:.2f}')}")

    about = tr("with the {name} held from {value:g} to {last:g}", name=name, value=sweep.clamp.value, last=sweep.last)
    return Moving(drawn(), count, about, ends, _FPS)
