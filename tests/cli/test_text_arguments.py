"""``--vocab``, ``--tokenizer`` and ``--inputs``: what a model of somebody else's needs before it reads a text."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import gatescope as gs
from gatescope.cli.main import main
from tests.cli.toys import WORDS, saved

TEXT = "The food was not good."


def trace(folder: Path, *arguments: object) -> tuple[int, Path]:
    out = folder / "t.npz"
    return main(["trace", *map(str, arguments), "-o", str(out)]), out


def test_a_vocabulary_says_which_row_a_word_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "v.json"
    path.write_text(json.dumps(WORDS[::-1]), "utf-8")
    code, out = trace(tmp_path, TEXT, "--model", saved(tmp_path), "--vocab", path)
    assert code == 0
    assert np.load(out)["ids"].tolist() == [5, 4, 3, 2, 1, 0]
    assert "v.json: its tokens are words, so a text is cut into words and punctuation" in capsys.readouterr().err


def test_a_tokenizer_says_how_a_text_is_cut(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = trace(tmp_path, TEXT, "--model", saved(tmp_path), "--tokenizer", "whitespace")
    assert code == 0
    assert np.load(out)["tokens"].tolist() == TEXT.split()
    code, _ = trace(tmp_path, TEXT, "--model", saved(tmp_path), "--tokenizer", "words")
    assert code == 1
    assert "there is no tokenizer 'words'; there are word, character, codepoint, ids" in capsys.readouterr().err


def test_ids_can_be_typed_where_the_tokens_are_given_as_ids(tmp_path: Path) -> None:
    path = tmp_path / "v.json"
    path.write_text(json.dumps([str(row) for row in range(len(WORDS))]), "utf-8")
    _, out = trace(tmp_path, "5, 2 3", "--model", saved(tmp_path), "--vocab", path, "--tokenizer", "ids")
    assert np.load(out)["ids"].tolist() == [5, 2, 3]


def test_vectors_come_as_a_table_too(tmp_path: Path) -> None:
    model = saved(tmp_path)
    vectors = np.random.default_rng(1).normal(size=(4, gs.load(model).network.inputs)).astype(np.float32)
    np.savetxt(tmp_path / "x.csv", vectors, delimiter=",")
    code, out = trace(tmp_path, "--inputs", tmp_path / "x.csv", "--model", model)
    assert code == 0
    assert np.array_equal(np.load(out)["inputs"], vectors)
    assert np.array_equal(
        gs.trace(model, inputs=tmp_path / "x.csv")["hidden_state"], np.load(out)["layer0.forward.hidden_state"]
    )


def test_in_python_likewise(tmp_path: Path) -> None:
    path = tmp_path / "v.json"
    path.write_text(json.dumps(WORDS[::-1]), "utf-8")
    model = saved(tmp_path)
    expected = gs.trace(model, ids=[5, 4, 3, 2, 1, 0])["hidden_state"]
    assert np.array_equal(gs.trace(model, TEXT, vocab=path)["hidden_state"], expected)
    assert np.array_equal(gs.trace(gs.load(model, vocab=str(path), tokenizer="word"), TEXT)["hidden_state"], expected)


def test_a_view_of_weights_has_no_use_for_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["render", "--view", "weights", "--model", saved(tmp_path), "-o", str(tmp_path / "w.png")]
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--tokenizer", "word"])
    assert ended.value.code == 2
    assert "--tokenizer has no meaning for --view weights" in capsys.readouterr().err
