"""Names and files lead to models; names that lead nowhere say what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from gatescope.errors import FileError, UsageError
from gatescope.formats.own import library
from gatescope.formats.own.weights_and_card import save_model
from tests.formats.models import random_model


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    for cell in ("lstm", "rnn", "gru"):
        save_model(random_model(cell), folder / f"toy-{cell}.safetensors")
    monkeypatch.setattr(library, "resource", lambda *parts: tmp_path.joinpath(*parts))
    return tmp_path


def test_names_go_from_the_simplest_cell_to_the_richest(shelf: Path) -> None:
    assert library.bundled() == ("toy-rnn", "toy-gru", "toy-lstm")


def test_a_name_and_a_file_load(shelf: Path) -> None:
    assert library.load("toy-gru").network.cell.name == "gru"
    save_model(random_model("rnn"), shelf / "mine.safetensors")
    assert library.load(shelf / "mine.safetensors").name == "toy-rnn"
    assert library.load(str(shelf / "mine.safetensors")).name == "toy-rnn"


def test_a_card_is_read_without_the_weights(shelf: Path) -> None:
    (shelf / "models" / "toy-gru.safetensors").unlink()
    assert library.card("toy-gru")["cell"] == "gru"


@pytest.mark.parametrize("name", ["toy-transformer", "\0", "../models/toy-gru"])
def test_a_name_that_leads_nowhere(shelf: Path, name: str) -> None:
    with pytest.raises(FileError, match=r"the bundled models are toy-\{rnn,gru,lstm\}"):
        library.load(name)
    with pytest.raises(UsageError, match="no bundled model is called"):
        library.card(name)


def test_a_folder_is_no_model_and_no_name_is_none(shelf: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder, name in ((".", "."), ("..", ".."), ("/", "/"), (tmp_path, tmp_path.name), (Path(), ".")):
        with pytest.raises(FileError) as raised:
            library.load(folder)
        assert str(raised.value) == f"{name}: is a folder: give a file that lies in it"
    with pytest.raises(UsageError, match=r"^no model is named; the bundled ones are toy-\{rnn,gru,lstm\}$"):
        library.load("")
    with pytest.raises(UsageError, match="no bundled model is called"):
        library.card("")


def test_a_name_too_long_for_any_file(shelf: Path) -> None:
    with pytest.raises(FileError, match="cannot be read: File name too long"):
        library.load("long" * 80)
