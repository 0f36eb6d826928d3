"""One thing that the monkey does: its kind and its arguments, as one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class Action:
    """Attributes:
    kind: the name of its `Kind`.
    arguments: for the kind's function; JSON can hold them.
    settle: whether what it set going is waited for, or the next action comes amid it.
    answers: keys and texts for whatever menu, box or dialog it opens; each is closed with Escape after the last.
    files: names that the dialogs for files answer with; none is a dialog that was cancelled.
    """

    kind: str
    arguments: Arguments
    settle: bool = True
    answers: Sequence[str] = ()
    files: Sequence[str] = ()

    def line(self) -> str:
        """As it stands in a log."""
        return json.dumps(vars(self))

    @classmethod
    def parse(cls, line: str) -> Action:
        """Read what `line` has written."""
        return cls(**json.loads(line))


@dataclass(frozen=True)
class Kind:
    """Attributes:
    name: under which a log knows it.
    weight: how often it is drawn, beside the others.
    draw: the arguments of one, from the random numbers of the seed.
    do: does it; takes the stage and the arguments.
    """

    name: str
    weight: int
    draw: Callable[[Random], Arguments]
    do: Callable[..., object]


def share_of(rng: Random) -> float:
    """From 0 up to, but not, 1: which of however many there will be, or where in something."""
    return rng.randrange(10_000) / 10_000


def write(path: Path, actions: Iterable[Action]) -> None:
    """Write a log, one action a line."""
    path.write_text("".join(f"{action.line()}\n" for action in actions), "utf-8")


def read(path: Path) -> list[Action]:
    """Read a log; what begins with # is a remark."""
    lines = path.read_text("utf-8").splitlines()
    return [Action.parse(line) for line in lines if line.strip() and not line.startswith("#")]
