"""All tasks by name, in the order in which they are listed."""

from __future__ import annotations

from collections.abc import Mapping

from gatescope.training.tasks import sentiment
from gatescope.training.tasks.task import Task

TASKS: Mapping[str, Task] = {task.name: task for task in (sentiment.TASK,)}
