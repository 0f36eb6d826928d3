"""A person's own files: what is read of them, however they are written, and how much of a large one is kept."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gatescope.cli.main import main
from gatescope.engine.executors import reference
from gatescope.engine.packed import run_packed
from gatescope.engine.read_out import read_out
from gatescope.formats.core.next_token import predicts_next
from gatescope.formats.own.library import load
from gatescope.formats.own.sample import sample_of
from gatescope.training.own_data.bounded_sample import BoundedSample
from gatescope.training.own_data.labelled_texts import read_labelled_texts
from gatescope.training.own_data.number_table import read_number_table
from gatescope.training.own_data.running_text import read_running_text
from gatescope.training.own_data.standard_scale import StandardScale
from gatescope.training.tasks.regression import stretches
from tests.training.toys import network_for


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("own.csv", 'text,label\n"one, two",b\nthree,a\nfour,c\n'),
        ("own.csv", "\ufeffid;Label;Review\n1;b;one, two\n2;a;three\n3;c;four\n".replace(", ", " ")),
        ("own.tsv", "label\ttext\nb\tone, two\na\tthree\nc\tfour"),
        ("own.tsv", "one, two\tb\nthree\ta\nfour\tc\n"),
        (
            "own.jsonl",
            '{"text": "one, two", "class": "b"}\n\n{"class": "a", "text": "three"}\n{"text":"four","label":"c"}\n',
        ),
    ],
)
def test_labels_of_any_kind_are_read(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    found = read_labelled_texts(tmp_path / name)
    assert [text.replace(",", "") for text in found.texts] == ["one two", "three", "four"]
    assert found.names == ("a", "b", "c")
    assert found.labels == (1, 0, 2)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("own.csv", "a,y,b\n1,10,2\n3,30,4\n"),
        ("own.tsv", "a\ttarget\tb\n1\t10\t2\n3\t30\t4\n"),
        ("own.txt", "1 2 10\n3   4 30\n"),
        ("own.csv", "1;2;10\n3;4;30\n"),
        ("own.jsonl", '{"a": 1, "b": 2, "y": 10}\n{"y": 30, "b": 4, "a": 3}\n'),
    ],
)
def test_numbers_and_their_targets_are_read(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    table = read_number_table(tmp_path / name)
    assert table.inputs.tolist() == [[1, 2], [3, 4]]
    assert table.targets.tolist() == [[10], [30]]
    assert table.starts == (0,)


def test_rows_of_one_series_belong_together(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("series,x,y_up,y_down\nme,1,2,3\nme,4,5,6\nyou,7,8,9\n")
    table = read_number_table(tmp_path / "own.csv")
    assert (table.input_names, table.target_names) == (("x",), ("y_up", "y_down"))
    assert table.starts == (0, 2)


def test_a_sample_is_fair_bounded_and_the_same_each_time() -> None:
    def kept(count: int) -> list[int]:
        sample: BoundedSample[int] = BoundedSample(1000)
        sample.take((k, 10) for k in range(count))
        assert sample.seen == count
        return list(sample)

    assert kept(100) == list(range(100))
    found = kept(5000)
    assert found == kept(5000) == sorted(found)
    assert len(found) == 100
    # A fair sample has half of its items in either half; five standard deviations are 25.
    assert abs(sum(k < 2500 for k in found) - 50) <= 25


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_scale_that_is_folded_in_says_the_same(cell: str) -> None:
    rng = np.random.default_rng(3)
    inputs, targets = 50 + 9 * rng.normal(size=(40, 2)), -7 + 0.1 * rng.normal(size=(40, 2))
    scale = StandardScale.of(inputs, targets)
    network = network_for(cell, units=5, seed=1, inputs=("a", "b"), labels=("y", "z"), kind="linear").astype(np.float64)
    offsets = np.array([0, 40])
    plain = read_out(network, run_packed(network, scale.inputs(inputs), offsets, reference).hidden)["r"]
    folded = scale.folded_into(network)
    said = read_out(folded, run_packed(folded, inputs, offsets, reference).hidden)["r"]
    np.testing.assert_allclose(scale.targets(said), plain, rtol=1e-9, atol=1e-9)


def test_a_column_that_never_changes_is_no_division_by_zero() -> None:
    scale = StandardScale.of(np.full((3, 1), 2.0), np.full((3, 1), 5.0))
    assert scale.inputs(np.array([[2.0]])).tolist() == [[0.0]]


@pytest.mark.parametrize("value", [0.1, 0.25, 98.6, -1e6])
def test_a_column_that_never_changes_has_the_deviation_1(value: float) -> None:
    """NumPy's own is 1e-17 and the like: a mean is rounded."""
    column = np.full((600, 1), value)
    scale = StandardScale.of(column, column)
    assert (scale.input_deviations.tolist(), scale.target_deviations.tolist()) == ([1.0], [1.0])


def table_of_echoes(path: Path, rows: int = 600) -> Path:
    """y is what x was a row before, on scales far from 1."""
    x = 300 + 40 * np.random.default_rng(0).normal(size=rows)
    y = np.concatenate([[0.3], 0.001 * x[:-1]])
    path.write_text("x,y\n" + "\n".join(f"{a:.6g},{b:.6g}" for a, b in zip(x, y, strict=True)))
    return path


def test_a_regression_is_trained_and_reads_the_numbers_of_the_file(tmp_path: Path) -> None:
    path, output = table_of_echoes(tmp_path / "own.csv"), tmp_path / "mine.safetensors"
    assert (
        main(["train", "regression", "--data", str(path), "--units", "8", "--learning-rate", "0.02", "-o", str(output)])
        == 0
    )
    model = load(output)
    assert model.card["metric"]["value"] < 0.1
    sample = sample_of(model)
    assert sample is not None
    hidden = run_packed(model.network, sample, np.array([0, len(sample)]), reference).hidden
    said = read_out(model.network, hidden)["target"][1:, 0]
    assert np.abs(said - 0.001 * sample[:-1, 0]).mean() < 0.01


@pytest.mark.parametrize("beside", ["0.1", "98.6", "{k}e6"])
def test_the_card_tells_how_well_the_saved_model_reads_the_file(tmp_path: Path, beside: str) -> None:
    """A column beside the one that matters never changes, or is so large that float32 loses digits of the others."""
    path, output = tmp_path / "own.csv", tmp_path / "mine.safetensors"
    rng = np.random.default_rng(0)
    x = rng.normal(size=600)
    rows = [f"{a:.6g},{beside.format(k=100 + k)},{b:.6g}" for k, (a, b) in enumerate(zip(x, 2 * x + 5, strict=True))]
    path.write_text("x,beside,y\n" + "\n".join(rows))
    assert main(["train", "regression", "--data", str(path), "--units", "4", "--epochs", "8", "-o", str(output)]) == 0
    model, table = load(output), read_number_table(path)
    spans = stretches(table, 50)
    trained, rest = np.concatenate([table.targets[one] for one in spans[:-1]]), spans[-1]
    inputs = table.inputs[rest].astype(np.float32)
    hidden = run_packed(model.network, inputs, np.array([0, len(inputs)]), reference).hidden
    said = read_out(model.network, hidden)["target"]
    error = np.square((said - table.targets[rest]) / trained.std(axis=0)).mean()
    assert model.card["metric"]["value"] == pytest.approx(error, rel=1e-3, abs=2e-4)


def test_three_labels_are_trained_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, output = tmp_path / "own.jsonl", tmp_path / "mine.safetensors"
    kinds = {"cat": "meows", "dog": "barks", "cow": "moos"}
    rows = [{"text": f"it {verb} {k} times", "label": kind} for k in range(40) for kind, verb in kinds.items()]
    path.write_text("\n".join(map(json.dumps, rows)))
    choices = ["--units", "8", "--embedding", "8", "--learning-rate", "0.02", "--batch", "8", "--minimum-count", "1"]
    assert main(["train", "classify", "--data", str(path), *choices, "-o", str(output)]) == 0
    model = load(output)
    assert model.network.readouts[0].labels == ("cat", "cow", "dog")
    assert model.card["metric"]["value"] == 1.0
    assert "the number of held-out texts is only 12" in capsys.readouterr().err


@pytest.mark.parametrize("tokens", ["letter", "word"])
def test_the_next_token_of_a_text_is_learnt(tmp_path: Path, tokens: str) -> None:
    path, output = tmp_path / "own.txt", tmp_path / "mine.safetensors"
    path.write_text("one two three four\n" * 300)
    choices = ["--units", "16", "--embedding", "8", "--learning-rate", "0.02", "--batch", "8", "--stretch", "16"]
    assert main(["train", "next-token", "--data", str(path), "--tokens", tokens, *choices, "-o", str(output)]) == 0
    model = load(output)
    assert predicts_next(model.network, model.vocabulary)
    assert model.card["metric"]["name"] == f"nats a {tokens}"
    assert model.card["metric"]["value"] < 0.1
    assert model.card["example"] == "one two three four"


def test_a_long_text_is_read_up_to_a_bound(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text("abc\n" * 100)
    found = read_running_text(path, most=50)
    assert (found.text, found.whole) == ("abc\n" * 12, False)
    assert read_running_text(path).whole


@pytest.mark.parametrize("task", ["classify", "next-token", "regression"])
def test_without_a_file_it_says_what_to_give(tmp_path: Path, task: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", task, "-o", str(tmp_path / "a.safetensors")]) == 1
    assert "give --data FILE" in capsys.readouterr().err


@pytest.mark.slow
def test_two_hundred_megabytes_are_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    ends = ("long and dull,no", "very fine and I liked it,yes")
    block = "".join(f"{'the film as I said ' * 50} was {ends[k % 2]}\n" for k in range(2000))
    with path.open("w") as file:
        file.write("text,label\n")
        while file.tell() < 200 << 20:
            file.write(block)
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from gatescope.training.own_data.labelled_texts import read_labelled_texts as read\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "found = read(Path(sys.argv[1]))\n"
        "print(len(found.texts), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    texts, kilobytes = map(int, done.stdout.split())
    assert texts > 10_000
    assert kilobytes < 200 << 10
