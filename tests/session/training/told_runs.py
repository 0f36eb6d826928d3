"""Made-up numbers of mini-batches, and a table of sentences that trains in no time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from gatescope.session.training.checkpoint import Checkpoint
from gatescope.session.training.told import Told
from gatescope.training.recipe import Recipe
from gatescope.training.report import TrainingState
from gatescope.training.tasks.registry import TASKS
from tests.session.helpers import random_network

BATCHES = 5
"""Of a made-up pass."""
NETWORK = random_network()


def told(steps: range, cell_gates: tuple[str, ...] = ("forget_gate", "input_gate")) -> Iterator[Told]:
    """Numbers that differ from step to step; every fifth step ends a pass, every second looks at the gates."""
    for step in steps:
        ends = step % BATCHES == 0
        yield Told(
            step=step,
            epoch=(step - 1) // BATCHES + 1,
            loss=1.0 / step,
            gradient_norm=3.0 * step,
            learning_rate=1e-3,
            update=1e-4 / step,
            gradient_norms={"embedding": 0.5 * step, "layer0.forward": 0.25 * step},
            saturated=dict.fromkeys(cell_gates, step / 1000) if step % 2 else {},
            held_out_loss=abs(step - 10) + 0.5 if ends else None,
            metric=step / 100 if ends else None,
        )


def checkpoint(step: int, *, ends_pass: bool = False) -> Checkpoint:
    state = TrainingState(max(step - 1, 0) // BATCHES + 1, (step - 1) % BATCHES + 1, NETWORK, NETWORK)
    return Checkpoint(step, state, 0.1 if ends_pass else None, 0.9 if ends_pass else None)


def table(folder: Path) -> Path:
    """Write twenty labelled sentences."""
    rows = [
        f'"The {thing} is {word}, I think.",{label}'
        for thing in ("film", "food", "mic", "plot", "cast")
        for word, label in (("great", 1), ("fine", "pos"), ("dull", 0), ("slow", "negative"))
    ]
    path = folder / "own.csv"
    path.write_text("text,label\n" + "\n".join(rows) + "\n")
    return path


def recipe(**settings: object) -> Recipe:
    """A small LSTM on `table`, in mini-batches of eight."""
    start = TASKS["sentiment"].recipe
    options = {**{option.name: option.default for option in TASKS["sentiment"].options}, "minimum-count": 1}
    changed = replace(start.settings, **{"batch": 8, "patience": 1000, **settings})  # type: ignore[arg-type]
    return replace(start, cell="lstm", units=4, embedding=4, settings=changed, options=options)
