"""What the tasks with a grammar of their own share."""

from __future__ import annotations

from gatescope.training.corpora import Source
from gatescope.training.settings import Settings

PASS = 100
"""Mini-batches that are called a pass, where sequences are drawn without end."""


def source(task: str, settings: Settings, unit: str = "sentences") -> Source:
    """Return where the sequences of `task` come from, for a model card."""
    return Source(
        f"The grammar of the task {task}",
        f"drawn by gatescope train {task}",
        "MIT",
        settings.epochs * settings.batch * PASS,
        unit,
    )
