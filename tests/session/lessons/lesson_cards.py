"""A card whose scene holds the forget gate of a small model, and what may be different in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from gatescope.lessons.card import Card, Control, Scene

HOLD = Control("hold", "Hold f at", "f_t", start=0.5, holds=("forget_gate={value}",))
CARD = Card(
    claim="t1",
    title="A gate at 0 forgets",
    topic="Gates",
    says="What is multiplied by 0 is gone.",
    why="$f_t$ multiplies.",
    equation=r"c_t = f_t \odot c_{t-1}",
    question="What is left?",
    answers=("All", "Half", "Nothing"),
    right=2,
    scene=Scene(model="words", text="the film was good", hold=("forget_gate=0.5",), signal="forget_gate", units=(1, 3)),
    control=HOLD,
    check="repeated_product",
    arguments={"steps": 20},
    expected="true",
    numbers={},
    put_right="",
    also=(),
    path=Path("t1.toml"),
)


def card(scene: Scene | None = None, **fields: Any) -> Card:
    """`CARD` with other fields."""
    return replace(CARD, scene=scene or CARD.scene, **fields)
