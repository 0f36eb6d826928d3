"""The same run with several seeds, in processes of this machine or on a Dask cluster, and what they have in common."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from statistics import fmean, stdev
from typing import Any

from gatescope.engine.executors import load_kernels
from gatescope.errors import Cancelled
from gatescope.formats.core.model import Model
from gatescope.progress import Report, silent
from gatescope.session.cluster import run_on_cluster
from gatescope.session.processes.worker_process import WorkerProcess
from gatescope.training.produce import produce
from gatescope.training.recipe import Recipe
from gatescope.training.tasks.registry import TASKS
from gatescope.training.tasks.task import Material, Prepared

_LOOK_EVERY_S = 0.05


@dataclass(frozen=True)
class Seeded:
    """One run of several.

    Attributes:
        recipe: with its own seed.
        name: of the model.
        about: further fields of its card.
    """

    recipe: Recipe
    name: str
    about: Mapping[str, Any]


@dataclass(frozen=True)
class Spread:
    """Mean and sample standard deviation of the metric; the deviation of one run alone is unknown."""

    mean: float
    deviation: float | None

    @staticmethod
    def of(values: Sequence[float]) -> Spread:
        return Spread(fmean(values), stdev(values) if len(values) > 1 else None)


def seeded(recipe: Recipe, seed: int) -> Recipe:
    """Return `recipe` with another seed."""
    return replace(recipe, settings=replace(recipe.settings, seed=seed))


def train_here(
    task: str, material: Material, runs: Sequence[Seeded], processes: int, report: Report = silent
) -> Iterator[Model]:
    """Yield the models of all runs in their order, trained by so many processes at a time.

    Raises:
        GateScopeError: as `Task.prepare` and `produce`; the other runs are then ended.
        Cancelled: `report` raised it.
    """
    shares = [0.0] * len(runs)
    ended = threading.Event()

    def train(place: int) -> Model:
        def share(done: float) -> None:
            if ended.is_set():
                raise Cancelled("another run has failed")
            shares[place] = done

        worker = WorkerProcess()
        try:
            model: Model = worker.run(train_seed, task, material, runs[place], report=share)
            return model
        finally:
            worker.close()

    with ThreadPoolExecutor(max(1, min(processes, len(runs)))) as pool:
        waiting = [pool.submit(train, place) for place in range(len(runs))]
        try:
            for future in waiting:
                while not wait((future,), _LOOK_EVERY_S).done:
                    report(sum(shares) / len(shares))
                yield future.result()
        finally:
            ended.set()
            for future in waiting:
                future.cancel()


def train_on_cluster(address: str, task: str, material: Material, runs: Sequence[Seeded]) -> Iterator[Model]:
    """Yield the models of all runs in their order, trained by the workers of the scheduler at `address`.

    The files are read here.

    Raises:
        GateScopeError: as `run_on_cluster`, `Task.prepare` and `produce`.
    """
    pieces = ((run, TASKS[task].prepare(material, run.recipe)) for run in runs)
    return run_on_cluster(address, train_prepared, task, pieces)


def train_seed(task: str, material: Material, run: Seeded, report: Report = silent) -> Model:
    """Return the model of one run; the work of a process."""
    report(0.0)
    return train_prepared(task, (run, TASKS[task].prepare(material, run.recipe)), report)


def train_prepared(task: str, piece: tuple[Seeded, Prepared], report: Report = silent) -> Model:
    """Return the model of one run whose sequences are read already; the work of a cluster's worker."""
    run, prepared = piece
    return produce(
        TASKS[task],
        run.recipe,
        prepared,
        run.name,
        show=lambda one: report(one.step / one.steps),
        executor=load_kernels(),
        about=run.about,
    )
