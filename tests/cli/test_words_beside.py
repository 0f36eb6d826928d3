"""A vocabulary beside a model is named and not taken by itself: a script does the same wherever it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

import gatescope as gs
from gatescope.cli.main import main
from tests.formats.words.language_model import language_model


@pytest.mark.parametrize("verb", [["trace"], ["sweep"]])
def test_a_vocabulary_that_lies_beside_is_named(
    verb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = language_model(tmp_path, tmp_path / "vocab.json")
    output = ["-o", str(tmp_path / "a.npz")] if verb == ["trace"] else []
    words = ["--vocab", str(tmp_path / "vocab.json")]
    assert main([*verb, "1 2", "--model", str(file), *output]) == 0
    assert "letters: vocab.json lies beside it and is not used: --vocab vocab.json reads" in capsys.readouterr().err
    assert main([*verb, "1 2", "--model", str(file), *words, *output]) == 0
    assert "lies beside" not in capsys.readouterr().err
    if output:
        assert main(["trace", "--ids", "1,2", "--model", str(file), *output]) == 0
        assert "lies beside" not in capsys.readouterr().err


def test_words_without_a_vocabulary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = language_model(tmp_path, tmp_path / "vocab.json")
    with pytest.raises(gs.GateScopeError, match=r"knows its tokens by their numbers alone, and “to” is none of them"):
        gs.trace(file, "to be")
    assert main(["trace", "to be", "--model", str(file), "-o", str(tmp_path / "a.npz")]) == 1
    said = capsys.readouterr().err
    assert "“to” is none of them: give it its vocabulary" in said
    assert "--vocab vocab.json" in said
