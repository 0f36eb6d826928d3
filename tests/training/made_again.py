"""Makes bundled models again by the command in their card, and compares them with what ships."""

from __future__ import annotations

import csv
import json
import shlex
from pathlib import Path

import pytest

from gatescope.cli.main import main
from gatescope.formats.own import library

FIRST = {
    "two-units-rnn": (1.07806122, 0.970618697),
    "two-units-gru": (1.0223031, 0.232215104),
    "two-units-lstm": (1.2584033, 1.04439632),
    "recall-gru": (2.08109546, 0.161565293),
}
"""The loss of the first mini-batch and the norm of its gradient, which hang on nothing but the seed, the task, the
initial weights and the equations: no processor rounds them away."""


def is_made_again(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Assert that the command makes the file that ships, bit for bit.

    A processor for which the libraries have other kernels adds up in another order, and hundreds of steps make of the
    last bit the second digit. There the training must begin as it did, make the same file twice, and end as well.
    """
    shipped, card = library.path_of(name).read_bytes(), library.card(name)
    first, again = folder / "first", folder / "again"
    if _made(card["command"], first, monkeypatch) == shipped:
        return
    with (first / "run.csv").open(encoding="utf-8", newline="") as file:
        step = next(csv.DictReader(file))
    assert (float(step["loss"]), float(step["gradient_norm"])) == pytest.approx(FIRST[name], rel=1e-4)
    metric = json.loads((first / f"{name}.json").read_text("utf-8"))["metric"]
    assert metric["value"] == pytest.approx(card["metric"]["value"], abs=0.01)
    assert _made(card["command"], again, monkeypatch) == _made_there(first)


def _made(command: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    folder.mkdir()
    monkeypatch.chdir(folder)
    program, *words = shlex.split(command)
    assert program == "gatescope"
    assert main([*words, "--log", "run.csv"]) == 0
    return _made_there(folder)


def _made_there(folder: Path) -> bytes:
    (made,) = folder.glob("*.safetensors")
    return made.read_bytes()
