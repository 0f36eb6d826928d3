"""`gatescope train`: a person's own table in, a model out, the same one every time; and what is said when it cannot."""

from __future__ import annotations

import errno
import json
import os
import shlex
from pathlib import Path

import pytest

from gatescope.cli.main import main
from gatescope.cli.train import uncertain
from gatescope.formats.files import atomic
from gatescope.formats.own.library import load
from gatescope.training import produce
from gatescope.training.command import read_command

QUICK = ("--units", "4", "--embedding", "4", "--epochs", "2", "--batch", "8", "--minimum-count", "1")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    rows = [
        f'"The {thing} is {word}, I think.",{label}'
        for thing in ("film", "food", "mic", "plot", "cast")
        for word, label in (("great", 1), ("fine", "pos"), ("dull", 0), ("slow", "negative"))
    ]
    path = tmp_path / "own.csv"
    path.write_text("text,label\n" + "\n".join(rows) + "\n")
    return path


def train(*arguments: object) -> int:
    return main(["train", "sentiment", *map(str, arguments)])


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_table_becomes_a_model(table: Path, tmp_path: Path, cell: str, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "mine.safetensors"
    assert train("--cell", cell, "--data", table, "-o", output, *QUICK) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith(f"{output}: validation accuracy ")
    assert "pass 1/2" in printed.err
    assert "pass 2/2" in printed.err
    model = load(output)
    assert (model.name, model.network.cell.name, model.network.units) == ("mine", cell, 4)
    assert f"accuracy {model.card['metric']['value']:.4f} on 2 held-out sentences" in printed.out
    assert model.card["data"][0]["name"] == "own.csv"


@pytest.mark.parametrize(("sentences", "points"), [(1, 98), (2, 69), (49, 14)])
def test_an_accuracy_on_few_sentences_is_doubted(sentences: int, points: int) -> None:
    assert f"only {sentences}, " in uncertain(sentences, "sentences", share=True)
    assert f"{points} points in 100" in uncertain(sentences, "sentences", share=True)


def test_an_accuracy_on_many_sentences_is_not() -> None:
    for share in (False, True):
        assert uncertain(50, "sentences", share=share) == uncertain(2000, "sentences", share=share) == ""


def test_an_error_on_little_is_doubted_as_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("x,y\n" + "".join(f"{k % 7},{k % 5}\n" for k in range(120)))
    few = ["--units", "4", "--epochs", "1"]
    assert main(["train", "regression", "--data", str(path), *few, "-o", str(tmp_path / "m.safetensors")]) == 0
    said = capsys.readouterr().err
    assert "held-out stretches of rows is only 1, so that the error says little: give more" in said
    assert "share" not in said


@pytest.mark.parametrize("rate", ["0.0031622776601683795", "0.1", "1e-05", "0.30000000000000004"])
def test_the_command_of_a_card_has_every_digit(table: Path, tmp_path: Path, rate: str) -> None:
    output = tmp_path / "mine.safetensors"
    assert train("--data", table, "-o", output, *QUICK, "--learning-rate", rate) == 0
    assert read_command(load(output).card["command"]).learning_rate == float(rate)


def test_two_sentences_are_no_proof(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "two.csv"
    path.write_text(
        "text,label\n" + "".join(f"a {word} film number {k},{k % 2}\n" for k in range(8) for word in ("good",))
    )
    assert train("--data", path, "-o", tmp_path / "m.safetensors", *QUICK) == 0
    assert "so that a share of them is uncertain" in capsys.readouterr().err


def test_the_same_command_gives_the_same_bytes(table: Path, tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        assert train("--data", table, "-o", tmp_path / f"{name}.safetensors", "--seed", seed, *QUICK) == 0
    a, b, c = ((tmp_path / f"{name}.safetensors").read_bytes() for name in "abc")
    assert a == b
    assert a != c


def test_the_command_in_the_card_repeats_it_from_another_folder(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert train("--data", table, "-o", tmp_path / "a.safetensors", *QUICK, "--no-rewrites", "--clip-value", "0.5") == 0
    command = json.loads((tmp_path / "a.json").read_text())["command"]
    assert str(tmp_path) not in command
    before = (tmp_path / "a.safetensors").read_bytes()
    (tmp_path / "a.safetensors").unlink()
    monkeypatch.chdir(tmp_path)
    program, *arguments = shlex.split(command)
    assert program == "gatescope"
    assert main(arguments) == 0
    assert (tmp_path / "a.safetensors").read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        ("--input-dropout", "0.1"),
        ("--output-dropout", "0.1"),
        ("--recurrent-dropout", "0.1"),
        ("--learning-rate", "0.1"),
        ("--clip-norm", "1e-3"),
        ("--every-word", "0"),
        ("--layers", "2"),
        ("--optimiser", "rmsprop"),
        ("--schedule", "cosine"),
        ("--recurrent", "orthogonal"),
        ("--forget-bias", "0"),
    ],
)
def test_every_choice_changes_the_weights(table: Path, tmp_path: Path, change: tuple[str, str]) -> None:
    train("--data", table, "-o", tmp_path / "a.safetensors", *QUICK)
    train("--data", table, "-o", tmp_path / "b.safetensors", *QUICK, *change)
    assert (tmp_path / "a.safetensors").read_bytes() != (tmp_path / "b.safetensors").read_bytes()


def said(capsys: pytest.CaptureFixture[str]) -> str:
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    return line


def test_without_sentences_it_says_what_to_give(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train("-o", tmp_path / "a.safetensors") == 1
    assert "the sentences are not shipped: give --corpus DIR" in said(capsys)


@pytest.fixture
def untrained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a training begins."""

    def begun(*_: object, **__: object) -> None:
        pytest.fail("it trained")

    monkeypatch.setattr(produce, "produce", begun)


@pytest.mark.usefixtures("untrained")
def test_a_file_that_cannot_be_written_is_found_before_training(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.safetensors").mkdir()
    (tmp_path / "card.json").mkdir()
    for output, sentence in (
        ("a.pt", "a.pt: the name of a model file must end in .safetensors"),
        ("no/a.safetensors", f"the folder {tmp_path / 'no'} does not exist; make it first"),
        ("own.csv/a.safetensors", f"{table} is a file, not a folder; name a file in a folder"),
        ("folder.safetensors", "folder.safetensors: cannot be written: it is a folder; name a file in it"),
        ("card.safetensors", "card.json: cannot be written: it is a folder; name a file in it"),
        ("x" * 250 + ".safetensors", "cannot be written: File name too long; give it a shorter name"),
    ):
        assert train("--data", table, "-o", tmp_path / output) == 1
        assert sentence in said(capsys)


@pytest.mark.usefixtures("untrained")
@pytest.mark.parametrize("log", ["a.safetensors", "a.json", "a.checkpoint", "other.safetensors", "A.JSON"])
def test_a_log_takes_the_place_of_no_model(
    log: str, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / log).write_text("mine")
    assert train("--data", table, "-o", tmp_path / "a.safetensors", "--log", tmp_path / log) == 1
    assert f"--log {log}: the log is a table, so its name must not end in {Path(log).suffix}" in said(capsys)
    assert (tmp_path / log).read_text() == "mine"


@pytest.mark.usefixtures("untrained")
@pytest.mark.parametrize(
    ("number", "way_out"),
    [
        (errno.ENOSPC, "No space left on device; make room for 0.1 MB, or name a file in another folder"),
        (errno.EROFS, "Read-only file system; name a file in another folder"),
        (errno.EACCES, "Permission denied; name a file in another folder"),
    ],
)
def test_a_disk_that_takes_nothing_is_found_before_training(
    number: int,
    way_out: str,
    table: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def write(_handle: int, content: bytes) -> None:
        if len(content) > 1:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(atomic, "_write_all", write)
    assert train("--data", table, "-o", tmp_path / "a.safetensors") == 1
    assert said(capsys) == f"gatescope: error: a.safetensors: cannot be written: {way_out}"


def test_the_size_that_is_checked_is_that_of_the_files_or_a_little_more(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[int] = []
    monkeypatch.setattr(atomic, "check_writable", lambda path, size: checked.append(size))
    output = tmp_path / "a.safetensors"
    assert train("--data", table, "-o", output, *QUICK, "--units", "64", "--embedding", "64") == 0
    assert output.stat().st_size <= checked[-1] < 1.5 * output.stat().st_size + 100_000
    assert output.with_suffix(".json").stat().st_size <= checked[-1]


def test_checking_leaves_nothing_behind_and_keeps_what_is_there(table: Path, tmp_path: Path) -> None:
    output = tmp_path / "a.safetensors"
    output.write_bytes(b"old")
    assert train("--data", table.with_name("none.csv"), "-o", output) == 1
    assert output.read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} == {"a.safetensors", "own.csv"}


def test_a_wrong_table_and_a_wrong_folder_are_named(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text("text,label\nfine,1\nbad,7\n")
    assert train("--data", table, "-o", tmp_path / "a.safetensors") == 1
    assert said(capsys).startswith("gatescope: error: own.csv: line 3 has the label '7'")
    assert train("--corpus", tmp_path, "-o", tmp_path / "a.safetensors") == 1
    assert "should hold the folders rt_polarity and uci_sentiment_sentences" in said(capsys)


@pytest.mark.parametrize(
    ("flag", "value"),
    [("--units", "0"), ("--units", "2.5"), ("--output-dropout", "1"), ("--learning-rate", "0"),
     ("--learning-rate", "nan"), ("--clip-norm", "-1"), ("--epochs", "many"), ("--seed", "-1"), ("--every-word", "1.5"),
     ("--cell", "mlp")],
)  # fmt: skip
def test_wrong_usage_ends_with_2(table: Path, flag: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        train("--data", table, "-o", "a.safetensors", flag, value)
    assert caught.value.code == 2
    assert flag in capsys.readouterr().err
