"""All tasks by name, in the order in which they are listed."""

from __future__ import annotations

from collections.abc import Mapping

from gatescope.training.tasks import adding, copy_memory, counting, flipflop, sentiment, two_units
from gatescope.training.tasks.task import Task

_ALL = (sentiment.TASK, counting.TASK, adding.TASK, copy_memory.TASK, flipflop.TASK, two_units.TASK)

TASKS: Mapping[str, Task] = {task.name: task for task in _ALL}
