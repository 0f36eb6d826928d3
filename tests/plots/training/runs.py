"""Runs of training as they are in the window: made-up numbers, and checkpoints of networks that can be run."""

from __future__ import annotations

from dataclasses import replace

from gatescope.engine.network import Network
from gatescope.plots.training.curves import RunCurves, run_curves
from gatescope.session.run.snapshot import Run
from gatescope.session.training.checkpoint import Checkpoint
from gatescope.session.training.growing import Growing
from gatescope.session.training.history import Condition, History, Measured
from gatescope.session.training.shown_run import ShownRun
from gatescope.training.recipe import Recipe
from gatescope.training.report import TrainingState
from tests.plots.builders import network, run
from tests.session.training.told_runs import BATCHES, told

MEASURED = Measured("validation accuracy", share=True, training=40, held_out=8, unit="sentences")


def history(
    steps: int = 25, condition: Condition = "paused", every: int = 5, of: Network | None = None, **fields: object
) -> History:
    """A run of so many steps that keeps a network every few; the held-out loss is lowest after step 10."""
    begun = History(
        "sentiment", Recipe(units=3, embedding=3), condition, batches=BATCHES, most_steps=100, measured=MEASURED
    )
    growing = Growing(replace(begun, **fields))  # type: ignore[arg-type]
    growing.add(told(range(1, steps + 1)))
    first = network() if of is None else of
    return growing.history(
        Checkpoint(
            step,
            TrainingState(step // BATCHES + 1, 1, moved := scaled(first, 1.0 + step / 10), moved),
            metric=step / 100 if step and step % BATCHES == 0 else None,
        )
        for step in range(0, steps + 1, every)
    )


def scaled(of: Network, by: float) -> Network:
    """A network whose read-out says the same more or less loudly."""
    return of.with_array(
        f"readout.{of.readouts[0].name}.weight", of.readouts[0].weight * by
    ) if of.readouts else of  # fmt: skip


def curves(steps: int = 25, name: str = "run 1", **fields: object) -> RunCurves:
    return replace(run_curves(history(steps), name), **fields)  # type: ignore[arg-type]


def shown(number: int = 1, looked_at: int | None = None, **fields: object) -> ShownRun:
    """A run in the window."""
    made = history(**fields)  # type: ignore[arg-type]
    newest = made.checkpoints[-1].network if made.checkpoints else None
    return ShownRun(number, f"sentiment-lstm run {number}", made, newest, looked_at)


def reading() -> Run:
    """A run of the sentence by the model that is trained."""
    return run("the food was good", model="sentiment-lstm run 1")
