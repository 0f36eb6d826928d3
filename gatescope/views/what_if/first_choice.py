"""The intervention that a new card starts with, by what is in focus."""

from __future__ import annotations

from gatescope.engine.interventions import Ablate, Clamp, CopiedWeights
from gatescope.plots.runs import cursor_of, part_of
from gatescope.plots.what_if.card_words import shown_value
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run


def held_gate(run: Run, focus: Focus, signal: str) -> Clamp:
    """Return a hold of `signal` of all units at 0, as views show it, at the token cursor."""
    part, at = part_of(run, focus), cursor_of(run.tokens, focus)
    value = shown_value(0.0, signal, run.network)
    return Clamp(signal, value, None, None if at is None else range(at, at + 1), part.layer, part.direction)


def units_taken_out(run: Run, focus: Focus) -> Ablate:
    """Return the chosen units taken out; the one that stands for them, or the first, where none is chosen."""
    part = part_of(run, focus)
    named = focus.units or focus.lively
    units = tuple(sorted(unit.unit for unit in named if (unit.model, unit.part) == (run.model, part))) or (0,)
    return Ablate(units, part.layer, part.direction)


def copied_weights(run: Run, focus: Focus) -> CopiedWeights:
    """Return the weights of the first gate copied onto the second."""
    part = part_of(run, focus)
    source, target = [signal for signal in run.network.cell.signals if signal in run.network.cell.gates][:2]
    return CopiedWeights(source, target, part.layer, part.direction)
