"""A search gives what looking at every line gives; formats, encodings and the two ways in are one matrix."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest

import gatescope as gs
from gatescope.analysis.corpus.search import search
from gatescope.analysis.corpus.top_contexts import top_contexts
from gatescope.cli.main import main
from gatescope.engine.executors import reference
from gatescope.engine.run import run
from gatescope.errors import Cancelled, FileError, UsageError
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.formats.own.weights_and_card import save_model
from gatescope.session.corpus.building import build_index
from gatescope.session.corpus.finding import _place_of, pattern_in
from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary
from tests.cli.toys import model
from tests.session.corpus.corpora import all_states, brute_comparison, brute_force, small_shards, texts, write

LINES = texts(50, seed=4)
PHRASE = "not good"


def spans(found) -> list[tuple[int, int, int]]:
    return [(hit.line, hit.start, hit.stop) for hit in found.hits]


@pytest.mark.parametrize("signal", ["hidden_state", "cell_state", "input_gate"])
@pytest.mark.parametrize("units", [(0,), (1,), (0, 2), (0, 1, 2)])
def test_places_are_those_of_brute_force(tmp_path, monkeypatch, signal, units):
    small_shards(monkeypatch)
    made = model("lstm", directions=("forward", "reverse"))
    index = build_index(made, write(tmp_path / "c.txt", LINES), tmp_path / "i", signal=signal, direction="reverse")
    states = all_states(index)
    for threshold in (0.0, float(np.median(states[:, list(units)])), float(states.max())):
        expected = brute_force(made, LINES, signal, units, threshold, "layer0.reverse")
        for regex in (r"not \w+", r"the|was not"):
            found = search(index, units, threshold, 2, most=10_000, regex=regex)
            assert sorted(spans(found)) == sorted(expected)
            assert found.places == len(expected)
            assert (found.precision, found.recall) == brute_comparison(LINES, expected, regex)
            begins = [LINES[line - 1][start:].split()[0] for line, start, _ in expected]
            vocabulary = made.vocabulary.tokens
            assert {vocabulary[word]: n for word, n in found.begins} == {w: begins.count(w) for w in set(begins)}


def test_hits_of_the_patterns_length_come_first_and_have_their_line_and_read_out(tmp_path, monkeypatch):
    small_shards(monkeypatch)
    made = model()
    index = build_index(made, write(tmp_path / "c.txt", LINES), tmp_path / "i")
    found = search(index, (1,), 0.0, 2, most=12)
    lengths = [len(hit.words.split()) for hit in found.hits]
    scores = [min(n, 2) / max(n, 2) for n in lengths]
    assert [hit.score for hit in found.hits] == scores == sorted(scores, reverse=True)
    for hit in found.hits:
        assert hit.text == LINES[hit.line - 1]
        trace = run(made.network, ids=tokens_of_text(made, hit.text[: hit.stop]).ids, executor=reference)
        weight = made.network.readouts[0]
        value = 1 / (1 + np.exp(-(trace.hidden[-1] @ weight.weight.T + weight.bias)))
        assert hit.readout == pytest.approx(tuple(value), abs=1e-5)


def test_top_contexts_are_the_largest_values_one_a_line(tmp_path, monkeypatch):
    small_shards(monkeypatch)
    made = model("gru")
    index = build_index(made, write(tmp_path / "c.txt", LINES), tmp_path / "i")
    best = []
    for number, text in enumerate(LINES, 1):
        tokens = tokens_of_text(made, text)
        if len(tokens):
            values = run(made.network, ids=tokens.ids, executor=reference)["hidden_state"][:, 2]
            at = int(np.argmax(values))
            best.append((float(values[at]), number, int(tokens.starts[at])))
    best.sort(key=lambda one: (-one[0], one[1]))
    found = top_contexts(index, 2, most=15)
    assert [(hit.line, hit.start) for hit in found.hits] == [(line, start) for _, line, start in best[:15]]
    assert [hit.score for hit in found.hits] == pytest.approx([value for value, _, _ in best[:15]], abs=1e-6)


def test_the_statistics_are_those_of_all_lines(tmp_path, monkeypatch):
    small_shards(monkeypatch)
    made = model("lstm")
    index = build_index(made, write(tmp_path / "c.txt", LINES), tmp_path / "i")
    traces = [run(made.network, ids=tokens_of_text(made, line).ids, executor=reference) for line in LINES if line]
    readout = np.concatenate([index.words(shard).readout[:, 0] for shard in index.shards()]).astype(np.float64)
    for signal, found in index.statistics().items():
        values = np.concatenate([trace[signal] for trace in traces]).astype(np.float64)
        ends = (0.1, 0.9) if signal.endswith("_gate") else (-0.9, 0.9)
        assert found.tokens == len(values)
        np.testing.assert_allclose(found.mean, values.mean(axis=0), atol=1e-6)
        np.testing.assert_allclose(found.deviation, values.std(axis=0), atol=1e-6)
        if signal != "cell_state":
            np.testing.assert_allclose(found.left, (values < ends[0]).mean(axis=0), atol=1e-9)
            np.testing.assert_allclose(found.right, (values > ends[1]).mean(axis=0), atol=1e-9)
        rho = [np.corrcoef(column, readout)[0, 1] for column in values.T]
        np.testing.assert_allclose(found.correlation, rho, atol=1e-4)


KINDS = [
    ("c.txt", "utf-8"),
    ("c.txt", "utf-8-sig"),
    ("c.txt", "utf-16"),
    ("c.txt", "utf-16-le"),
    ("c.txt", "utf-16-be"),
    ("c.txt", "utf-32"),
    ("c.csv", "utf-8"),
    ("c.csv", "utf-16"),
    ("c.tsv", "utf-8-sig"),
    ("c.jsonl", "utf-8"),
    ("c.jsonl", "utf-16"),
    ("corpus", "utf-8"),
]


@pytest.mark.parametrize(("name", "encoding"), KINDS)
def test_every_kind_of_file_gives_the_same_places_in_python_and_on_the_command_line(tmp_path, capsys, name, encoding):
    made = model()
    save_model(made, tmp_path / "toy.safetensors")
    corpus = write(tmp_path / name, LINES, encoding)
    # The first line of a table names its columns.
    first = 2 if corpus.suffix in (".csv", ".tsv") else 1
    index = gs.index(made, corpus, tmp_path / "a")
    states = run(made.network, ids=tokens_of_text(made, PHRASE).ids, executor=reference)["hidden_state"]
    threshold = float(states.min(axis=0).max()) - 1e-3
    units = tuple(int(u) for u in np.flatnonzero((states > threshold).all(axis=0)))
    found = gs.find(index, PHRASE, threshold=threshold, top=1000)
    assert found.units == units
    expected = brute_force(made, LINES, "hidden_state", units, threshold, "layer0.forward")
    assert sorted(spans(found)) == sorted((line + first - 1, start, stop) for line, start, stop in expected)
    model_file = str(tmp_path / "toy.safetensors")
    assert main(["index", str(corpus), "--model", model_file, "-o", str(tmp_path / "b")]) == 0
    out = capsys.readouterr().out
    held = f"{index.manifest.lines} lines, {index.manifest.tokens} tokens × 3 units of the hidden state"
    assert out == f"{tmp_path / 'b'}: {held}\n"
    about = ["--during", PHRASE, "--threshold", str(threshold), "--top", "1000", "--regex", r"not \w+", "--json"]
    assert main(["find", str(tmp_path / "b"), *about]) == 0
    data = json.loads(capsys.readouterr().out)
    assert set(data) == {"units", "threshold", "hits", "precision", "recall"}
    assert data["units"] == list(units)
    assert data["threshold"] == threshold
    assert [set(hit) for hit in data["hits"]] == [{"line", "start", "stop", "text", "score"}] * len(found.hits)
    assert [(hit["line"], hit["start"], hit["stop"], hit["text"]) for hit in data["hits"]] == [
        (hit.line, hit.start, hit.stop, hit.words) for hit in found.hits
    ]
    places = [(line, start, stop) for line, start, stop in expected]
    assert (data["precision"], data["recall"]) == brute_comparison(LINES, places, r"not \w+")


def test_the_plain_output_has_every_place_in_its_line(tmp_path, capsys):
    made = model()
    save_model(made, tmp_path / "toy.safetensors")
    write(tmp_path / "c.txt", ["the food was not good.", "good, not good, not good"])
    gs.index(made, tmp_path / "c.txt", tmp_path / "i")
    about = ["--during", "not", "--in", "It was not", "--threshold", "-1", "--units", "u0", "--units", "u2"]
    assert main(["find", str(tmp_path / "i"), *about, "--regex", "after a negation"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "units 0, 2 over -1 during “not”: 2 places"
    assert lines[1] == "against after a negation: precision 100.0%, recall 100.0% of 3 matches"
    assert {line.split("[")[1].split("]")[0] for line in lines[2:]} == {
        "the food was not good.",
        "good, not good, not good",
    }


@pytest.mark.parametrize(
    ("option", "wrong", "sentence"),
    [
        ("--units", "foo", "'foo' is no unit; write units as u3,u7-9"),
        ("--top", "x", "'x' is no whole number from 0 up"),
        ("--threshold", "nan", "'nan' is no finite number"),
    ],
)
def test_an_option_that_makes_no_sense_is_wrong_usage(capsys, option, wrong, sentence):
    with pytest.raises(SystemExit) as ended:
        main(["find", "anywhere", "--during", "not", option, wrong])
    assert ended.value.code == 2
    assert f"gatescope find: error: argument {option}: {sentence}\n" in capsys.readouterr().err


def test_what_cannot_be_found_is_told_in_one_sentence(tmp_path, capsys):
    made = model()
    gs.index(made, write(tmp_path / "c.txt", LINES), tmp_path / "i")
    with pytest.raises(UsageError, match=r"^no unit is over 0\.99 in all of “not good”: lower the threshold$"):
        gs.find(tmp_path / "i", "not good", threshold=0.99)
    with pytest.raises(UsageError, match="“bad” does not stand in “not good”: give a text that has it, with --in"):
        gs.find(tmp_path / "i", "bad", text="not good")
    with pytest.raises(UsageError, match=r"^the phrase to look for is empty: give words such as “not good”$"):
        gs.find(tmp_path / "i", " ")
    with pytest.raises(UsageError, match=r"“bad” does not stand in “not\\tgood”: give"):
        gs.find(tmp_path / "i", "bad", text="not\tgood")
    with pytest.raises(UsageError, match=r"“\(” is no regular expression"):
        gs.find(tmp_path / "i", "not", units="u0", regex="(")
    with pytest.raises(UsageError, match="units 7: the index has the units 0 … 2"):
        gs.find(tmp_path / "i", "not", units="u7")
    with pytest.raises(FileError, match="holds no finished index"):
        gs.find(tmp_path / "none", "not")
    assert main(["find", str(tmp_path / "none"), "--during", "not"]) == 1
    assert capsys.readouterr().err.startswith("gatescope: error: none: holds no finished index")

    def cancelled(share: float) -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        gs.find(tmp_path / "i", "not", units=(0,), report=cancelled)


def test_the_progress_of_the_command_line_is_written_where_a_person_watches():
    from gatescope.cli.progress_line import ProgressLine

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    watched, piped = Terminal(), io.StringIO()
    for stream in (watched, piped):
        with ProgressLine("indexing", stream) as line:
            line.show(0.25)
    assert watched.getvalue().startswith("\rindexing: 25%\r")
    assert watched.getvalue().endswith("\r")
    assert piped.getvalue() == ""


@pytest.mark.parametrize(
    ("during", "text", "token"),
    [
        ("not", "nothing was not good", 2),
        ("GOOD", "good food GOOD", 2),
        ("good", "ßßßßß GOOD food", 1),
        ("goo", "the goods", 1),
        ("not ", "the not", 1),
        (" not", "nothing not", 1),
        ("GOOD", "the Good", 1),
    ],
)
def test_pattern_is_where_the_words_are_whole_tokens(tmp_path, during, text, token):
    made = model()
    index = build_index(made, write(tmp_path / "c.txt", LINES), tmp_path / "i")
    tokens = tokens_of_text(made, text)
    states = run(made.network, ids=tokens.ids, executor=reference)["hidden_state"]
    threshold = float(states[token].min() + states[token].max()) / 2
    asked = pattern_in(made, index, during, text, threshold, None)
    assert (asked.length, asked.units) == (1, tuple(np.flatnonzero(states[token] > threshold)))


@pytest.mark.parametrize(
    ("cut", "during", "text", "words"),
    [
        ("character", " is", "This is", (4, 7)),
        ("character", "is", "This is", (2, 4)),
        ("word", "ha ha", "Aha ha ha", (1, 3)),
        ("word", "strasse", "die Straße hier", (1, 2)),
        ("word", "STRASSE", "strasses straße", (1, 2)),
        ("word", "xy", "die Straße", None),
    ],
)
def test_places_are_found_however_a_text_is_cut(
    cut: str, during: str, text: str, words: tuple[int, int] | None
) -> None:
    tokens = tokenizer(cut).tokenize(text, Vocabulary(()))
    assert _place_of(during, text, tokens) == (None if words is None else range(*words))
