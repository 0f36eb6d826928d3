"""A claim card: what is said, the scene that shows it, what moves, and the check that decides it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

Verdict = Literal["true", "false", "only if"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

ControlKind = Literal["hold", "gain", "number", "text", "choice"]
CONTROL_KINDS: tuple[ControlKind, ...] = get_args(ControlKind)

Setting = float | str
"""Where a control stands: a number, or a text or one of the choices."""


@dataclass(frozen=True)
class Scene:
    """What the window shows for a claim.

    Attributes:
        model: its name; empty where the claim needs none.
        text: the sentence; empty to leave it.
        workspace: its title, such as ``"Why"``; empty to leave it.
        docks: titles of the docks to bring to the front.
        hold: clamps as ``--clamp`` takes them: ``forget_gate=0.9@u3,u7-9@t4-12``.
        ablate: units that are taken out.
        edits: parameter → what all its values are multiplied by, such as ``layer0.forward.U.hidden_state`` → 1.1.
        units: those that are chosen.
        signal: the one in focus; empty to leave it.
        token: the cursor, counted from 0, or from the end where it is negative.
        compare: whether all cells of the family are shown.
    """

    model: str = ""
    text: str = ""
    workspace: str = ""
    docks: tuple[str, ...] = ()
    hold: tuple[str, ...] = ()
    ablate: tuple[int, ...] = ()
    edits: Mapping[str, float] = field(default_factory=dict)
    units: tuple[int, ...] = ()
    signal: str = ""
    token: int = -1
    compare: bool = False


@dataclass(frozen=True)
class Control:
    """The thing to move, and what of the check it sets.

    Attributes:
        kind: ``"hold"`` holds signals of the scene, ``"gain"`` multiplies recurrent matrices, ``"number"`` and
            ``"text"`` set an argument of the check alone, ``"choice"`` one of `choices`.
        label: before the control: ``Hold f of all units at``.
        symbol: of what it sets, as ziamath LaTeX; may be empty.
        first, last, step: of a number; unused for a text or a choice.
        start: where it stands at first.
        units: behind the number: ``tokens``; may be empty.
        argument: of the check, which takes the setting.
        holds: what of the scene is held, ``{value}`` standing for the setting: ``forget_gate={value}``.
        choices: that it offers.
    """

    kind: ControlKind
    label: str
    symbol: str = ""
    first: float = 0.0
    last: float = 1.0
    step: float = 0.01
    start: Setting = 1.0
    units: str = ""
    argument: str = "value"
    holds: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """One claim.

    Attributes:
        claim: what it is called: a number for those that come along.
        title: the claim in a sentence.
        topic: under which it is listed.
        says: what the texts say, in a sentence or two.
        why: the reason, in a sentence or two.
        equation: behind it, as ziamath LaTeX; may be empty.
        question: what to guess before the test.
        answers: three.
        right: the index of the right one.
        scene: what is shown.
        control: what moves, or None.
        check: its name in `checks.CHECKS`.
        arguments: of the check, beside what it takes from the scene and the control.
        expected: the verdict, at the control's start.
        numbers: that the check must measure: name → value and tolerance.
        put_right: what is right where texts are loose or wrong, with measured numbers as ``{name:.2f}``; may be empty.
        also: claims to go to next.
        path: the file it was read from.
        short: the title in a list; empty where the title serves.
        condition: of the verdict "only if", after “True only”; may be empty.
    """

    claim: str
    title: str
    topic: str
    says: str
    why: str
    equation: str
    question: str
    answers: tuple[str, str, str]
    right: int
    scene: Scene
    control: Control | None
    check: str
    arguments: Mapping[str, Any]
    expected: Verdict
    numbers: Mapping[str, tuple[float, float]]
    put_right: str
    also: tuple[str, ...]
    path: Path
    short: str = ""
    condition: str = ""

    @property
    def listed(self) -> str:
        """The title for a list, where there is little space."""
        return self.short or self.title
