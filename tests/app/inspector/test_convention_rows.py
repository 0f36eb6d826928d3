"""The questions about a convention: what the file says, what was assumed, what was said, and in which words."""

from dataclasses import replace

import pytest

from gatescope.app.inspector.convention_rows import convention_rows, in_words, other_assumptions
from gatescope.engine.cells import GRU, LSTM, RNN
from gatescope.formats.core.found import Assumption
from gatescope.formats.core.found_model import model_of
from gatescope.formats.detect.reading import read
from tests.app.inspector.files import gru_file


@pytest.fixture
def file(tmp_path):
    return read(gru_file(tmp_path / "m.safetensors"))


def rows_of(file, stack=None, overrides=None):
    stack = stack or file.stacks[0]
    return {row.key: row for row in convention_rows(model_of(file, None, overrides), stack)}


def test_every_question_has_its_answer_among_the_choices(file):
    rows = rows_of(file)
    assert {"reset_after", "gate_activation", "gate_order", "update_gate_keeps", "clip"} <= set(rows)
    for row in rows.values():
        assert row.free or row.value in [value for value, _ in row.choices]
        assert row.source == "file"
    assert rows["gate_order"].value == "r,z,n"
    assert rows["reset_after"].value == "true"


def test_what_the_person_said_is_theirs_and_names_what_was_read(file):
    row = rows_of(file, overrides={"gate_order": "z,r,n"})["gate_order"]
    assert (row.value, row.source) == ("z,r,n", "yours")
    assert row.why == "it was read as r z n (PyTorch)"


def test_what_was_assumed_comes_first_with_its_reason(file):
    assumed = Assumption("candidate activation", "tanh", "it is the default", "candidate_activation=relu")
    plain = Assumption("embedding", "x", "its shape fits")
    stack = replace(file.stacks[0], assumptions=(plain, assumed))
    rows = rows_of(file, stack)
    assert next(iter(rows)) == "candidate_activation"
    assert (rows["candidate_activation"].source, rows["candidate_activation"].why) == ("assumed", "it is the default")
    assert other_assumptions(model_of(file), stack) == (plain,)


def test_orders_of_the_frameworks_stand_before_the_others(file):
    words = [words for _, words in rows_of(file)["gate_order"].choices]
    assert len(words) == len(set(words)) == 6
    assert [w.partition("(")[2] for w in words] == ["PyTorch)", "Keras, ONNX)", "", "", "", ""]


@pytest.mark.parametrize(
    ("cell", "overrides", "words"),
    [
        (LSTM, {}, "as the file has it"),
        (LSTM, {"gate_order": "i,o,f,g"}, "order of the gates: i o f g (ONNX)"),
        (LSTM, {"gate_order": "o,i,f,g"}, "order of the gates: o i f g"),
        (RNN, {"activation": "relu"}, "activation: relu"),
        (
            GRU,
            {"gate_activation": "hard_sigmoid", "clip": "none"},
            "activation of the gates: hard_sigmoid (Keras 1 and 2), pre-activations cut to ±: none",
        ),
    ],
)
def test_overrides_in_words(cell, overrides, words):
    assert in_words(overrides, cell) == words
