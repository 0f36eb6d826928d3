"""A card to write into a folder, whole or with something changed."""

from __future__ import annotations

from pathlib import Path

CARD = """\
claim = "t1"
title = "tanh keeps what is multiplied"
topic = "Squashing"
says = "Without tanh the state explodes."
why = "tanh has limits."
equation = 'h = 3 h'
question = "How large is it after 20 steps?"
answers = ["1", "60", "Billions"]
right = 3
check = "repeated_product"
expected = "true"
put_right = "It is {without:.3g}, with tanh {with_tanh:.4f}."
also = ["13"]

[scene]
workspace = "Units"
docks = ["Curves"]
hold = ["forget_gate=0.5@u3,u7-9@t4-12"]
token = 2
units = [1, 2]

[scene.edits]
"layer0.forward.U.hidden_state" = 1.5

[control]
kind = "number"
label = "Multiply by"
first = 0
last = 5
step = 0.1
start = 3

[arguments]
steps = 20

[numbers]
without = [3486784401, 1]
with_tanh = [0.995, 0.001]
"""


def written(folder: Path, text: str = CARD, name: str = "one.toml") -> Path:
    """Write a card into `folder` and return its path."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path
