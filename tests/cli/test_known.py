"""`gatescope known`: the share of next tokens that models say, by the tokens that they know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gatescope.cli.main import main

TEXT = "What is the matter with the world, my lord? I will not speak of this again.\n" * 3


@pytest.fixture
def text(tmp_path: Path) -> str:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_a_row_a_model_and_a_column_a_stretch(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["known", text]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["known", "1", "2", "3-5", "6-10", "11-20", "21-50", "51-100"]
    assert [row.split()[0] for row in rows] == ["characters-rnn", "characters-gru", "characters-lstm"]
    assert all(len(row.split()) == 8 for row in rows)


def test_models_named_one_by_one_are_all_read(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["known", text, "--models", "characters-gru", "--models", "characters-rnn", "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)) == ["characters-gru", "characters-rnn"]


def test_json_has_every_number_of_letters(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["known", text, "--models", "characters-gru", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["characters-gru"]
    assert len(found["characters-gru"]) == 100
    assert 0.4 < sum(found["characters-gru"][20:]) / 80 < 1


def test_what_cannot_be_measured_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "short.txt").write_text("a", encoding="utf-8")
    assert main(["known", "--models", "sentiment-rnn"]) == 1
    assert "sentiment-rnn does not say which token comes next" in capsys.readouterr().err
    assert main(["known", str(tmp_path / "short.txt")]) == 1
    assert "fewer than two tokens" in capsys.readouterr().err
    assert main(["known", str(tmp_path / "gone.txt")]) != 0
