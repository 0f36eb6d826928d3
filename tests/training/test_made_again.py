"""The command in a card makes the bundled file again, bit for bit."""

from __future__ import annotations

from pathlib import Path

import pytest

from gatescope.training.command import command, read_command, recipe
from tests.training.made_again import FIRST, is_made_again


@pytest.mark.slow
@pytest.mark.parametrize("name", FIRST)
def test_a_bundled_model_is_made_again_by_its_command(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_made_again(name, tmp_path, monkeypatch)


def test_a_command_has_every_digit_of_what_it_was_given() -> None:
    rate, clip = 10**-2.5, 1 / 3
    words = (
        f"gatescope train counting --learning-rate {rate!r} --clip-norm {clip!r} --input-dropout 0.1 -o m.safetensors"
    )
    given = read_command(words)
    made = recipe(read_command(command(given)))
    assert made == recipe(given)
    assert (made.settings.learning_rate, made.settings.clip_norm) == (rate, clip)
    assert "--input-dropout 0.1 " in command(given)
