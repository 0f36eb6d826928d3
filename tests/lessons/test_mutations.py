"""An equation with a mistake is noticed by the claims: signs flipped and gates turned round, in the readable
reference and in a compiled kernel."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gatescope
from gatescope.engine import reference as equations
from gatescope.engine.cells import Convention
from gatescope.engine.executors import reference
from gatescope.engine.parameters import LayerParameters
from gatescope.engine.record import Clamps, Record
from gatescope.errors import GateScopeError
from gatescope.lessons.library import bundled_lessons
from gatescope.lessons.testing import decide
from tests.lessons.quick import QUICK

pytestmark = pytest.mark.slow

Mutation = Callable[[Record, int, int], None]


def turned_hidden_state(record: Record, n: int, before: int) -> None:
    """h → −h."""
    record.hidden[before + 1] *= -1


def forget_gate_that_forgets(record: Record, n: int, before: int) -> None:
    """f → 1 − f in c = f ⊙ c₋₁ + i ⊙ g."""
    i, f, g, o = record.gates[n].reshape(4, -1)
    record.cell[before + 1] = (1 - f) * record.cell[before] + i * g
    record.hidden[before + 1] = o * np.tanh(record.cell[before + 1])


def old_cell_state_shown(record: Record, n: int, before: int) -> None:
    """h = o ⊙ tanh(c₋₁)."""
    record.hidden[before + 1] = record.gates[n].reshape(4, -1)[3] * np.tanh(record.cell[before])


def update_gate_that_takes(record: Record, n: int, before: int) -> None:
    """z → 1 − z in h = z ⊙ h₋₁ + (1 − z) ⊙ n."""
    _, z, candidate = record.gates[n].reshape(3, -1)
    record.hidden[before + 1] = (1 - z) * record.hidden[before] + z * candidate


@pytest.mark.parametrize(
    ("cell", "mutation", "claims"),
    [
        ("rnn", turned_hidden_state, {"13"}),
        ("gru", turned_hidden_state, {"21", "22", "23"}),
        ("gru", update_gate_that_takes, {"21", "22", "23"}),
        ("lstm", turned_hidden_state, {"16"}),
        ("lstm", forget_gate_that_forgets, {"15", "16", "17", "24"}),
        ("lstm", old_cell_state_shown, {"16"}),
    ],
)
def test_a_mistake_in_the_equations_is_noticed(
    monkeypatch: pytest.MonkeyPatch, cell: str, mutation: Mutation, claims: set[str]
) -> None:
    module: Any = equations._CELLS[cell]
    step = module.step

    def mutated(
        convention: Convention, parameters: LayerParameters, record: Record, n: int, before: int, clamps: Clamps | None
    ) -> None:
        step(convention, parameters, record, n, before, clamps)
        mutation(record, n, before)

    monkeypatch.setattr(module, "step", mutated)
    noticed = set()
    for card in bundled_lessons().cards:
        if card.claim in QUICK:
            try:
                if not decide(card, executor=reference).ok:
                    noticed.add(card.claim)
            except GateScopeError:
                noticed.add(card.claim)
    assert claims <= noticed


def test_a_flipped_sign_in_a_kernel_ends_check_with_1(tmp_path: Path) -> None:
    package = Path(gatescope.__file__).parent
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(package, tmp_path / "gatescope", ignore=ignored)
    shutil.copytree(package.parent / "resources", tmp_path / "resources", ignore=ignored)
    kernel = tmp_path / "gatescope" / "engine" / "kernels" / "lstm.py"
    right = "gates[n, o + j] * tanh(cell[after, j])"
    source = kernel.read_text("utf-8")
    assert source.count(right) == 1
    kernel.write_text(source.replace(right, f"-{right}"), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "GATESCOPE_CACHE_DIR": str(tmp_path / "cache")}
    done = subprocess.run(
        [sys.executable, "-m", "gatescope", "check", "16", "--json"],
        capture_output=True, text=True, check=False, env=environment, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    (row,) = json.loads(done.stdout)
    assert (row["verdict"], row["ok"]) == ("false", False)
