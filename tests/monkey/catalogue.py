"""All kinds of actions, and what a seed draws of them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.monkey import command_kinds, model_kinds, mouse_kinds, typing_kinds
from tests.monkey.action import Action, Kind
from tests.monkey.files import some_file
from tests.monkey.scripts import some_text

KINDS = {kind.name: kind for module in (typing_kinds, mouse_kinds, command_kinds, model_kinds) for kind in module.KINDS}
_KEYS = ("Down", "Down", "Up", "Right", "Left", "Tab", "Return", "Return", "Space", "Enter", "A", "S", "D")

_WORK = (
    "type",
    "keys",
    "click",
    "control",
    "drag",
    "wheel",
    "move",
    "show",
    "workspace",
    "weight",
    "hold",
    "undo",
    "open",
    "close",
    "paste",
)
"""What a person does in a session of work; windows and dialogs stay as they are."""


def drawn(seed: int, count: int) -> list[Action]:
    """The actions of a seed; those of a smaller count are the first of a larger one."""
    rng = Random(seed)
    return [_draw(rng, KINDS) for _ in range(count)]


def session(seed: int, count: int) -> list[Action]:
    """The actions of a session of work: typing, clicks, models, weights, undo, zoom, scroll."""
    rng, kinds = Random(seed), {name: KINDS[name] for name in _WORK}
    return [_draw(rng, kinds) for _ in range(count)]


def _draw(rng: Random, kinds: dict[str, Kind]) -> Action:
    kind = rng.choices(list(kinds.values()), [kind.weight for kind in kinds.values()])[0]
    return Action(
        kind=kind.name,
        arguments=kind.draw(rng),
        settle=rng.random() < 0.6,
        answers=_answers(rng),
        files=[some_file(rng) for _ in range(rng.choice((0, 1, 1, 2)))],
    )


def _answers(rng: Random) -> Sequence[str]:
    keys = [rng.choice(_KEYS) for _ in range(rng.randrange(6))]
    return [*keys, some_text(rng, 1), "Return"] if rng.random() < 0.1 else keys
