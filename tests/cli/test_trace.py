import csv
from pathlib import Path

import numpy as np
import pytest

from gatescope.cli.main import main
from gatescope.engine.run import run
from tests.cli.toys import model, saved

TEXT = "The food was not good, ever."
IDS = [1, 2, 3, 4, 5, 0, 0, 6]
SIGNALS = {
    "rnn": ["hidden_state"],
    "gru": ["reset_gate", "update_gate", "candidate", "hidden_state"],
    "lstm": ["input_gate", "forget_gate", "candidate", "output_gate", "cell_state", "hidden_state"],
}


def trace(*arguments: str | Path) -> int:
    return main(["trace", *map(str, arguments)])


@pytest.mark.parametrize("cell", sorted(SIGNALS))
def test_the_archive_has_exactly_the_keys_of_the_contract(tmp_path: Path, cell: str) -> None:
    path = saved(tmp_path, cell, layers=2, directions=("forward", "reverse"))
    assert trace(TEXT, "--model", path, "-o", tmp_path / "t.npz") == 0
    with np.load(tmp_path / "t.npz", allow_pickle=False) as found:
        parts = [f"layer{k}.{d}" for k in (0, 1) for d in ("forward", "reverse")]
        gates = [s for s in SIGNALS[cell] if cell == "rnn" or not s.endswith("_state")]
        expected = {"tokens", "ids", "inputs", "readout.sentiment"}
        expected |= {f"{part}.{signal}" for part in parts for signal in SIGNALS[cell]}
        expected |= {f"{part}.preactivation.{gate}" for part in parts for gate in gates}
        assert set(found) == expected
        assert found["tokens"].tolist() == ["The", "food", "was", "not", "good", ",", "ever", "."]
        assert found["ids"].tolist() == IDS
        assert found["ids"].dtype == np.int64
        assert found["readout.sentiment"].shape == (8, 1)
        made = model(cell, layers=2, directions=("forward", "reverse")).network
        assert np.array_equal(found["inputs"], made.embedding[IDS])
        again = run(made, ids=IDS)
        for key, values in again.items():
            assert found[key].shape == (8, 3)
            assert np.allclose(found[key], values, atol=1e-6), key


def test_the_table_has_a_row_a_unit_and_reads_back_exactly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = saved(tmp_path, "gru", directions=("forward", "reverse"))
    assert trace(TEXT, "--model", path, "-o", tmp_path / "t.csv") == 0
    assert capsys.readouterr().out == f"{tmp_path / 't.csv'}: 8 tokens, 48 rows\n"
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["token", "word", "layer", "direction", "unit", *SIGNALS["gru"]]
    assert len(rows) == 8 * 2 * 3
    expected = run(model("gru", directions=("forward", "reverse")).network, ids=IDS)
    for row in rows:
        for signal in SIGNALS["gru"]:
            values = expected[f"layer{row['layer']}.{row['direction']}.{signal}"]
            assert np.float32(row[signal]) == pytest.approx(values[int(row["token"]), int(row["unit"])], abs=1e-6)
    assert rows[5 * 6]["word"] == ","


def test_the_same_run_by_text_file_ids_and_vectors(tmp_path: Path) -> None:
    path = saved(tmp_path)
    (tmp_path / "t.txt").write_text(TEXT, encoding="utf-8")
    np.save(tmp_path / "x.npy", model().network.embedding[IDS])
    ways = {
        "text": [TEXT],
        "file": ["--text-file", tmp_path / "t.txt"],
        "ids": ["--ids", ",".join(map(str, IDS))],
        "vectors": ["--inputs", tmp_path / "x.npy"],
    }
    found = {}
    for name, way in ways.items():
        assert trace(*way, "--model", path, "-o", tmp_path / f"{name}.npz") == 0
        found[name] = np.load(tmp_path / f"{name}.npz", allow_pickle=False)
    for name in ways:
        for key in ("inputs", "layer0.forward.hidden_state", "readout.sentiment"):
            assert np.array_equal(found[name][key], found["text"][key]), (name, key)
    assert found["ids"]["tokens"].tolist() == ["the", "food", "was", "not", "good", "<unk>", "<unk>", "."]
    assert found["vectors"]["tokens"].tolist() == list("12345678")
    assert found["vectors"]["ids"].tolist() == [-1] * 8


def test_the_states_to_start_from(tmp_path: Path) -> None:
    path = saved(tmp_path, layers=2, directions=("forward", "reverse"))
    initial = {
        "layer0.reverse.cell_state": np.array([0.5, -1.0, 2.0], np.float32),
        "layer1.forward.hidden_state": np.array([-0.25, 0.75, 0.0], np.float32),
    }
    np.savez(tmp_path / "s.npz", **initial)
    assert trace("--ids", "1,2", "--model", path, "--initial", tmp_path / "s.npz", "-o", tmp_path / "t.npz") == 0
    made = model(layers=2, directions=("forward", "reverse")).network
    started, plain = run(made, ids=[1, 2], initial=initial), run(made, ids=[1, 2])
    found = np.load(tmp_path / "t.npz", allow_pickle=False)
    for key in ("layer0.reverse.cell_state", "layer1.forward.hidden_state"):
        assert np.allclose(found[key], started[key], atol=1e-6)
        assert not np.allclose(found[key], plain[key], atol=1e-3)
    # Nothing above or beside it has a part in what the lower forward direction does.
    assert np.allclose(found["layer0.forward.cell_state"], plain["layer0.forward.cell_state"], atol=1e-6)


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"layer0.forward.hidden_state": np.zeros(5)}, "has the shape (5,); the model takes (3,)"),
        ({"layer1.forward.hidden_state": np.zeros(3)}, "it may hold layer0.forward.hidden_state, layer0.forward.cell"),
        ({"layer0.forward.hidden_state": np.array([1, {}, 2], object)}, "pickled Python objects, which are never"),
    ],
)
def test_states_that_do_not_fit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arrays: dict[str, np.ndarray], sentence: str
) -> None:
    np.savez(tmp_path / "s.npz", **arrays)
    out = tmp_path / "t.npz"
    assert trace(TEXT, "--model", saved(tmp_path), "--initial", tmp_path / "s.npz", "-o", out) == 1
    said = capsys.readouterr().err
    assert said.startswith("gatescope: error: ")
    assert sentence in said
    assert said.count("\n") == 1
    assert not out.exists()


def test_precision(tmp_path: Path) -> None:
    path = saved(tmp_path)
    assert trace(TEXT, "--model", path, "--dtype", "float64", "-o", tmp_path / "t.npz") == 0
    found = np.load(tmp_path / "t.npz")
    assert {found[key].dtype for key in found if key.startswith(("layer", "inputs"))} == {np.dtype(np.float64)}


@pytest.mark.parametrize("text", ["", " \n", "\x00"])
@pytest.mark.parametrize("ending", ["npz", "csv"])
def test_no_tokens_is_a_trace_too(tmp_path: Path, text: str, ending: str) -> None:
    (tmp_path / "t.txt").write_text(text, encoding="utf-8")
    out = tmp_path / f"t.{ending}"
    assert trace("--text-file", tmp_path / "t.txt", "--model", saved(tmp_path), "-o", out) == 0
    if ending == "npz":
        assert np.load(out)["layer0.forward.cell_state"].shape == (0, 3)
    else:
        assert len(out.read_text().splitlines()) == 1


def test_what_is_not_finite_is_written_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    np.save(tmp_path / "x.npy", np.array([[0.0, 0.0], [np.nan, 0.0], [0.0, 0.0]]))
    assert trace("--inputs", tmp_path / "x.npy", "--model", saved(tmp_path), "-o", tmp_path / "t.npz") == 0
    assert "is no finite number from token 1 (“2”) on" in capsys.readouterr().err
    hidden = np.load(tmp_path / "t.npz")["layer0.forward.hidden_state"]
    assert np.isfinite(hidden[0]).all()
    assert np.isnan(hidden[1:]).all()


def test_one_endless_word_among_many_does_not_fill_the_memory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.txt").write_text("x" * 1_000_000 + " a" * 100)
    assert trace("--text-file", tmp_path / "t.txt", "--model", saved(tmp_path), "-o", tmp_path / "t.npz") == 1
    assert "a word of 1,000,000 characters does not fit into an array; write a .csv file" in capsys.readouterr().err
    assert trace("--text-file", tmp_path / "t.txt", "--model", saved(tmp_path), "-o", tmp_path / "t.csv") == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--ids", "1,99"], "the token id 99 lies outside 0 … 6"),
        (["--ids", "1,-3"], "the token id -3 lies outside 0 … 6"),
        (["--text-file", "gone.txt"], "gone.txt: there is no such file"),
        (["--inputs", "gone.npy"], "gone.npy: there is no such file"),
    ],
)
def test_an_error_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert trace(*arguments, "--model", saved(tmp_path), "-o", tmp_path / "t.npz") == 1
    said = capsys.readouterr().err
    assert said.startswith("gatescope: error: ")
    assert sentence in said
    assert said.count("\n") == 1
    assert not (tmp_path / "t.npz").exists()


def test_one_token_is_not_called_tokens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for count, said in (("1", "t.npz: 1 token, "), ("1,2", "t.npz: 2 tokens, ")):
        assert trace("--ids", count, "--model", saved(tmp_path), "-o", tmp_path / "t.npz") == 0
        assert said in capsys.readouterr().out


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trace(TEXT, "--model", saved(tmp_path), "-o", tmp_path / "no" / "t.npz") == 1
    sentence = f"t.npz: cannot be written: the folder {tmp_path / 'no'} does not exist; make it first"
    assert capsys.readouterr().err == f"gatescope: error: {sentence}\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["a", "-o", "t.xlsx"], "-o t.xlsx: a trace is written as .npz or .csv"),
        (["-o", "t.npz"], "give one of TEXT, --text-file, --ids and --inputs"),
        (["--ids", "1;2", "-o", "t.npz"], "'1;2' is no list of numbers such as 5,2,9"),
        (["--ids", "1," + "9" * 30, "-o", "t.npz"], "holds a number that is too large for an id"),
        (["a"], "the following arguments are required: -o/--output"),
    ],
)
def test_wrong_usage_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        trace(*arguments, "--model", saved(tmp_path))
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err
