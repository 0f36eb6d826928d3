"""Runs with known contents: every signal of every unit at every token is a number that the test chooses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np

from gatescope.analysis.gradient_flow import GradientFlow, PartFlow
from gatescope.analysis.sweep.sweep import Sweep
from gatescope.analysis.targets import Target
from gatescope.engine.cells import CELLS, Convention, Direction
from gatescope.engine.interventions import NONE
from gatescope.engine.network import LayerParameters, Network, ReadOut
from gatescope.engine.record import new_record
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.text.tokens import TokenSequence


def tokens(text: str) -> TokenSequence:
    """The words of `text` between spaces; all known."""
    starts, ends, at = [], [], 0
    for word in text.split():
        starts.append(text.index(word, at))
        ends.append(at := starts[-1] + len(word))
    count = len(starts)
    return TokenSequence(
        text, np.array(starts, np.int64), np.array(ends, np.int64), np.arange(count), np.ones(count, np.bool_)
    )


def network(
    cell: str = "lstm",
    units: int = 3,
    inputs: int = 2,
    layers: int = 1,
    directions: tuple[Direction, ...] = ("forward",),
    convention: Convention | None = None,
    readout: ReadOut | None = None,
    seed: int = 0,
) -> Network:
    """A random network with a vocabulary of seven words and a logistic read-out unless another one is given."""
    rng, gates = np.random.default_rng(seed), len(CELLS[cell].gates)
    rows, width = [], inputs
    for _ in range(layers):
        shapes = ((gates, units, width), (gates, units, units), (gates, units), (gates, units))
        rows.append(tuple(LayerParameters(*(rng.normal(size=s) for s in shapes)) for _ in directions))
        width = units * len(directions)
    readout = readout or ReadOut(
        "sentiment", "logistic", rng.normal(size=(1, width)), np.zeros(1), ("negative", "positive")
    )
    return Network(
        CELLS[cell], convention or Convention(), tuple(rows), directions, rng.normal(size=(7, inputs)), (readout,)
    )


class Recorded(dict[str, np.ndarray]):
    """Signals by their keys; nothing was held, and no state given: every step began from zeros."""

    interventions = NONE
    ids = None
    inputs = None

    def __init__(self, made: Network, tokens: int) -> None:
        super().__init__()
        self.parts, self.default_part = made.parts, made.default_part
        self.records = {}
        for part in made.parts:
            record = new_record(made.cell, made.convention, made.units, np.dtype(np.float32), tokens)
            for array in record:
                array[:] = 0
            self.records[part] = record


def run(text: str = "the food was good", cell: str = "lstm", model: str = "", **options: Any) -> Run:
    """A run whose signals are random numbers within their range; `signals` replaces single ones by name."""
    signals = cast(dict[str, np.ndarray], options.pop("signals", {}))
    made = network(cell, **options)
    sequence = tokens(text)
    rng, length = np.random.default_rng(5), len(sequence)
    trace = Recorded(made, length)
    for part in made.parts:
        for gate in made.cell.gates:
            trace[f"{part}.preactivation.{gate}"] = rng.normal(size=(length, made.units)).astype(np.float32)
        for signal in made.cell.signals:
            low = 0.0 if signal in made.cell.unit_interval else -1.0
            trace[f"{part}.{signal}"] = rng.uniform(low, 1.0, (length, made.units)).astype(np.float32)
            if signal in signals:
                trace[f"{part}.{signal}"] = signals[signal]
    columns = made.readouts[0].weight.shape[0]
    readouts = {made.readouts[0].name: rng.uniform(0.0, 1.0, (length, columns))}
    return Run(model or f"toy-{cell}", made, sequence, cast(Any, trace), readouts, None, 0, None)


def snapshot(*runs: Run) -> Snapshot:
    return Snapshot(1, runs[0].tokens.text if runs else "", runs, "reference", 0.0)


def swept(of: Run, values: Any = (0.1, 0.6, 0.45), baseline: float = 0.5, **fields: Any) -> Sweep:
    """A sweep of the last part of a run, at its last token: what the read-out is without each unit."""
    found, count = np.asarray(values, np.float64), len(of.tokens)
    target = Target(count - 1, of.network.readouts[0].name, of.network.readouts[0].labels[-1])
    with np.errstate(invalid="ignore"):
        scores = found - baseline
    order = np.argsort(-np.abs(np.nan_to_num(scores)), kind="stable")
    made = Sweep(of.network.parts[-1], target, count - 1, baseline, found, scores, order, range(count), False)
    return replace(made, **fields)


FACTORS = {"lstm": "forget_gate", "gru": "update_gate", "rnn": "jacobian_largest"}


def flow(of: Run, target: str = "last", bad: int | None = None, **values: Any) -> GradientFlow:
    """A flow through the last layer of a run, from 10^-2 at its beginning to 1; `hidden`, `cell` and `factors`, (T,)
    each, replace what they name in all directions."""
    wanted, count, cell = Target.parse(target), len(of.tokens), of.network.cell.name
    parts = []
    for part in of.network.parts[-len(of.network.directions) :]:
        rise = np.linspace(-2.0, 0.0, count)[:: -1 if part.endswith("reverse") else 1]
        hidden = np.asarray(values.get("hidden", rise), np.float64)
        cell_norms = np.asarray(values.get("cell", rise + 0.5), np.float64) if cell == "lstm" else np.empty(0)
        factors = np.asarray(values.get("factors", np.full(count, 0.5)), np.float64)
        parts.append(PartFlow(part, hidden, cell_norms, FACTORS[cell], factors))
    return GradientFlow(wanted, count - 1 if wanted.token is None else wanted.token, tuple(parts), bad)
