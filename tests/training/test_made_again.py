"""The command in a card makes the bundled file again, bit for bit."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from gatescope.cli.main import main
from gatescope.formats.own import library
from gatescope.resources import resource


@pytest.mark.slow
def test_a_bundled_model_is_made_again_by_its_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "recall-gru"
    monkeypatch.chdir(tmp_path)
    program, *words = shlex.split(library.card(name)["command"])
    assert program == "gatescope"
    assert main(words) == 0
    made = (tmp_path / f"{name}.safetensors").read_bytes()
    assert made == resource("models", f"{name}.safetensors").read_bytes()
