"""Claims about recurrent networks, tested on real runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gatescope.api.argument_kinds import of_its_kind
from gatescope.engine.executors import load_kernels

if TYPE_CHECKING:
    from gatescope.lessons.verdict import Result


@of_its_kind
def check(*claims: str | int, lessons: str | Path | None = None) -> list[Result]:
    """Test claims of the lessons and return what each gave: verdict, numbers, whether that is as expected.

    Args:
        claims: as the cards call them, such as ``6``; all of them where none is given, or ``"all"``.
        lessons: a folder of further cards, ``*.toml``; `resources/lessons/README.md` has their format.

    Raises:
        UsageError: there is no such claim, or its check cannot be run.
        FileError: there is no such folder, or a model cannot be read.
    """
    # Checks train networks, too, and few scripts ask for one.
    from gatescope.lessons.library import lessons as read_lessons
    from gatescope.lessons.testing import decide

    known = read_lessons(None if lessons is None else Path(lessons))
    executor = load_kernels()
    return [decide(card, executor=executor) for card in known.of_claims(claims)]
