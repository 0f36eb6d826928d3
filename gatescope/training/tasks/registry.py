"""All tasks by name, in the order in which they are listed."""

from __future__ import annotations

from collections.abc import Mapping

from gatescope.training.tasks import (
    adding,
    agreement,
    characters,
    classify,
    copy_memory,
    counting,
    flipflop,
    names,
    next_token,
    recall,
    regression,
    sentiment,
    topic,
    two_units,
)
from gatescope.training.tasks.task import Task

_WORDS = (sentiment.TASK, agreement.TASK, recall.TASK, topic.TASK)
_LETTERS = (characters.TASK, names.TASK, counting.TASK)
_NUMBERS = (adding.TASK, copy_memory.TASK, flipflop.TASK, two_units.TASK)
_OWN_DATA = (classify.TASK, next_token.TASK, regression.TASK)

TASKS: Mapping[str, Task] = {task.name: task for task in (*_WORDS, *_LETTERS, *_NUMBERS, *_OWN_DATA)}
