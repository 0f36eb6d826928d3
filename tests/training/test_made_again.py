"""The command in a card makes the bundled file again, bit for bit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.made_again import FIRST, is_made_again


@pytest.mark.slow
@pytest.mark.parametrize("name", FIRST)
def test_a_bundled_model_is_made_again_by_its_command(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_made_again(name, tmp_path, monkeypatch)
