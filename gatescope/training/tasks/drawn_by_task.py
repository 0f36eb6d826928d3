"""What a card says of sequences that a task draws itself."""

from __future__ import annotations

from gatescope.training.corpora import Source
from gatescope.training.settings import Settings


def source(task: str, settings: Settings, batches: int, unit: str) -> Source:
    """Return the source of what `task` draws in a whole run of so many mini-batches a pass."""
    return Source(
        f"The sampler of the task {task}",
        f"drawn by gatescope train {task}",
        "MIT",
        settings.epochs * settings.batch * batches,
        unit,
    )
