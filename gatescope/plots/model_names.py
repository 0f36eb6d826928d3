"""What models are called where several are told apart."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.engine.part import Part
from gatescope.plots.signals import CELL_NAMES
from gatescope.session.run.snapshot import Run


def model_names(runs: Sequence[Run]) -> dict[str, str]:
    """Return by model its cell, or its name where another one has the same cell."""
    cells = [run.network.cell.name for run in runs]
    apart = len(set(cells)) == len(cells)
    return {run.model: CELL_NAMES[run.network.cell.name] if apart else run.model for run in runs}


def arrow(run: Run, part: Part, name: str) -> str:
    """Return `name` with the direction in which `part` reads, where there are two."""
    return name if len(run.network.directions) == 1 else f"{name} {'←' if part.reverse else '→'}"
