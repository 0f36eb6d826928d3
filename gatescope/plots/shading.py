"""The one description of what the chips show: number, colour, tooltip and caption are read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.part import Part
from gatescope.plots.as_opened import opened_values, same_shape
from gatescope.plots.axis_words import visible
from gatescope.plots.colours import SIGNED
from gatescope.plots.numbers import number
from gatescope.plots.once import once
from gatescope.plots.ranges import UNIT, magnitude, nice, signal_range, symmetric
from gatescope.plots.readout import MOST_LINES, shown_column, shown_label, shown_values
from gatescope.plots.runs import part_of, started
from gatescope.plots.signals import CELL_NAMES, part_title, title
from gatescope.plots.signals import shown_values as values_of
from gatescope.plots.surprise import HIGHEST, surprise
from gatescope.plots.values.readout_value import ReadoutValue
from gatescope.plots.values.signal_value import SignalValue
from gatescope.plots.values.value import Value
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.document.shading import READOUT, SURPRISE, Units
from gatescope.session.run.snapshot import Run
from gatescope.words import tr

Array = NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class Band:
    """One number a token of one model.

    Attributes:
        run: of the model.
        quantity: a signal's name, ``"readout"`` or ``"surprise"``.
        values: (T,).
        low, high: the range of the colours.
        colours: the name of their table.
        of: of a signal, whose it is: ``unit 27``, ``mean of 32 units``; else empty.
        first: tokens before this one have no value, NaN.
        unit: the same, where it is one unit.
        opened: (T,) the same in the run as opened; None where nothing differs, or there was no such thing.
    """

    run: Run
    quantity: str
    values: Array
    low: float
    high: float
    colours: str
    of: str = ""
    first: int = 0
    unit: UnitRef | None = None
    opened: Array | None = None

    def name(self, token: int | None = None) -> str:
        """Return what the number is: ``P(positive)``, ``forget gate, unit 27``; of the likeliest of many labels the
        one at `token`."""
        if self.quantity == READOUT:
            return _readout_name(self.run, token)
        if self.quantity == SURPRISE:
            return tr("surprise, −log p of what came in nats") if token is None else "surprise"
        return f"{title(self.quantity)}, {self.of}"

    def said(self, token: int) -> str:
        """Return the number with its name: ``P(positive) 0.92``."""
        if token < self.first:
            return tr("no {name}: nothing came before", name=self.name(token))
        before = self.before(token)
        return f"{self.name(token)} {self.written(token)}" + (
            tr(", as opened {before}", before=before) if before else ""
        )

    def written(self, token: int) -> str:
        """Return the number alone, with its unit; a dash where there is none."""
        if token < self.first:
            return "–"
        unit = tr(" nats") if self.quantity == SURPRISE else ""
        return f"{number(float(self.values[token]), self.digits)}{unit}"

    def before(self, token: int) -> str:
        """Return the number as opened, where it was another one as far as it is written; else nothing."""
        if self.opened is None or token < self.first:
            return ""
        before = self._rounded(self.opened, token)
        return "" if before == self._rounded(self.values, token) else before

    def compared(self, token: int) -> str:
        """Return the number, behind that as opened where that differs: ``0.92 → 0.80``."""
        before = self.before(token)
        return f"{before} → {self.written(token)}" if before else self.written(token)

    def rounded(self, token: int) -> str:
        """Return the number as a chip has it; a dash where there is none."""
        return "–" if token < self.first else self._rounded(self.values, token)

    def _rounded(self, values: Array, token: int) -> str:
        value = float(values[token])
        # A power of ten does not fit on a chip, and is 0.00 to the eye.
        return number(0.0 if abs(value) < 0.5 * 10.0**-self.digits else value, self.digits)

    @property
    def digits(self) -> int:
        """Decimals of the number: letters stand close together, and their surprise has no use for two."""
        return 1 if self.quantity == SURPRISE else 2

    @property
    def painted(self) -> Array:
        """The values that the colours stand for, (T,): the low end where there is none, the high end for a surprise
        without bound."""
        if self.quantity != SURPRISE:
            return self.values
        return once(self.run, "painted surprise", lambda: np.nan_to_num(self.values, nan=self.low, posinf=self.high))


def bands(runs: Sequence[Run], focus: Focus) -> tuple[Band, ...]:
    """Return what shades the chips: one band, or one for each of the `runs` that has the quantity, in their order.

    A read-out is the probability of its last label, red below ½ and blue above, or that of the likeliest of many;
    plain values are red below 0 and blue above, in a range that is symmetric about it. A quantity that no run has
    gives way to the read-out, and to the hidden state in networks without one. Runs that cut the text up in another
    way than the model in focus have no number for its tokens.
    """
    front = next((run for run in runs if run.model == focus.model), runs[0])
    alike = [run for run in runs if len(run.tokens) == len(front.tokens)]
    shading = focus.shading
    for quantity in (shading.quantity, READOUT):
        having = [run for run in alike if has(run, quantity)]
        if having:
            break
    else:
        quantity, having = "hidden_state", alike
    wanted = [run for run in having if run.model == shading.model] or having
    units = "mean" if shading.units == "chosen" and len(wanted) > 1 else shading.units
    if quantity in _OF_OUTPUT:
        return _alike([_OF_OUTPUT[quantity](run) for run in wanted])
    return _alike([_signal(run, quantity, units, focus) for run in wanted])


def called(run: Run, among: Sequence[Run]) -> str:
    """Return the short name of a model among others: its cell, or its own name where another has that cell too."""
    cell = run.network.cell.name
    alone = sum(other.network.cell.name == cell for other in among) == 1
    return CELL_NAMES[cell] if alone else run.model


def caption(shown: Sequence[Band], runs: Sequence[Run]) -> str:
    """Return in words what the chips show of `runs`: ``P(positive)``, and in Compare ``P(positive) · LSTM``."""
    names = ", ".join(dict.fromkeys(band.name() for band in shown))
    return f"{names} · {', '.join(called(band.run, runs) for band in shown)}" if len(runs) > 1 else names


def short_caption(shown: Sequence[Band], runs: Sequence[Run]) -> str:
    """Return the caption as the picker writes it: ``read-out``, ``forget gate, unit 27``, ``read-out, 3 bands``."""
    first = shown[0]
    name = title(first.quantity) + (f", {first.of.split(' of ')[0]}" if first.of else "")
    if len(shown) > 1:
        return tr("{name}, {count} bands", name=name, count=len(shown))
    return f"{name}, {called(first.run, runs)}" if len(runs) > 1 else name


def quantities(runs: Sequence[Run]) -> tuple[str, ...]:
    """Return every quantity that can shade the chips of `runs`, the read-out first."""
    signals = dict.fromkeys(signal for run in runs for signal in run.network.cell.signals)
    return tuple(name for name in (*_OF_OUTPUT, *signals) if any(has(run, name) for run in runs))


def has(run: Run, quantity: str) -> bool:
    """Return whether the model of `run` has the quantity."""
    if quantity == SURPRISE:
        return run.predicts_next
    return bool(run.network.readouts) if quantity == READOUT else quantity in run.network.cell.signals


def _readout(run: Run) -> Band:
    values = shown_values(run)
    name, before = run.network.readouts[0].name, run.opened
    alike = before is not None and same_shape(before.readouts.get(name), run.readouts[name])
    opened = shown_values(before) if before is not None and alike else None
    if run.network.readouts[0].kind == "linear":
        ends = once(run, "chips of values", lambda: symmetric(values))
        return Band(run, READOUT, values, *ends, SIGNED, opened=opened)
    # The likeliest of many labels has no opposite: white for improbable, no red.
    return Band(run, READOUT, values, *UNIT, READOUT if _many(run) else SIGNED, opened=opened)


def _surprise(run: Run) -> Band:
    # A hue of the model, since the signed and the signals' hues mean something else.
    hue, before = f"cell:{run.network.cell.name}", run.opened
    opened = surprise(before) if before is not None and before.predicts_next else None
    return Band(run, SURPRISE, surprise(run), 0.0, HIGHEST, hue, first=1, opened=opened)


_OF_OUTPUT = {READOUT: _readout, SURPRISE: _surprise}


def _many(run: Run) -> bool:
    width: int = run.readouts[run.network.readouts[0].name].shape[1]
    return width > MOST_LINES


def _readout_name(run: Run, token: int | None) -> str:
    found = run.network.readouts[0]
    if token is None and _many(run):
        return tr("{name}, highest", name=found.name) if found.kind == "linear" else "P(likeliest)"
    label = visible(shown_label(run, token or 0)) if len(run.tokens) else ""
    if found.kind == "linear":
        return f"{found.name} {label}".strip()
    return f"P({label})" if label else found.name


def _signal(run: Run, signal: str, units: int | Units, focus: Focus) -> Band:
    part = part_of(run, focus)
    if units == "chosen":
        ref = next((one for one in focus.units if one.model == run.model and one.part in run.network.parts), None)
        part = part if ref is None else ref.part
        units = "mean" if ref is None else ref.unit
    width = run.trace[f"{part}.{signal}"].shape[1]
    which: int | Units = units if isinstance(units, str) or 0 <= units < width else "mean"
    values, low, high = once(run, ("shading", signal, part, which), lambda: _shade(run, part, signal, which))
    of = (
        tr("{which} of {width} units", which=which, width=width)
        if isinstance(which, str)
        else tr("unit {which}", which=which)
    )
    place = part_title(run.network, part)
    colours = signal if low >= 0 and (which == "norm" or signal in run.network.cell.unit_interval) else SIGNED
    unit = None if isinstance(which, str) else UnitRef(run.model, part, which)
    before, opened = run.opened, None
    if before is not None and opened_values(run, part, signal) is not None:
        opened = once(before, ("shading", signal, part, which), lambda: _shade(before, part, signal, which))[0]
    of = f"{of}, {place}" if place else of
    return Band(run, signal, values, low, high, colours, of, unit=unit, opened=opened)


def value_of(band: Band, token: int) -> Value | None:
    """Return what the number of `band` at `token` comes from; None for a mean or a norm."""
    if band.quantity == READOUT:
        return ReadoutValue(band.run, shown_column(band.run, token), token)
    if band.unit is None:
        return None
    return SignalValue(band.run, band.unit.part, band.quantity, band.unit.unit, token)


def _shade(run: Run, part: Part, signal: str, units: int | Units) -> tuple[Array, float, float]:
    """Return one number a token, and the range of its colours: a unit keeps that of its map."""
    recorded = values_of(run, part, signal)
    values = _reduced(recorded, units)
    if units == "norm":
        return values, 0.0, nice(max(magnitude(values), 1.0))
    forced = bool(run.trace.interventions) or started(run)
    ranged = values if isinstance(units, str) else recorded
    return values, *signal_range(signal, [(run.network, ranged)], forced=forced)


def _alike(shown: list[Band]) -> tuple[Band, ...]:
    """Return the bands in one range, so that equal numbers have equal colours, where their colours mean the same."""
    if len({band.colours for band in shown}) > 1:
        return tuple(shown)
    low, high = min(band.low for band in shown), max(band.high for band in shown)
    return tuple(replace(band, low=low, high=high) for band in shown)


def _reduced(recorded: Array, units: int | Units) -> Array:
    """Return one number a token out of the (T, H) record of a signal."""
    # Infinities of both signs in one row have no mean, and say so as NaN; that is what the chip is to show.
    with np.errstate(invalid="ignore", over="ignore"):
        if units == "norm":
            return np.asarray(np.linalg.norm(recorded, axis=1))
        return recorded.mean(axis=1) if isinstance(units, str) else recorded[:, units]
