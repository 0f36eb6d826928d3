from dataclasses import fields, replace

import numpy as np
import pytest

from gatescope.engine.cells import CELLS, Convention
from gatescope.engine.network import ReadOut
from gatescope.errors import UsageError
from gatescope.formats.conventions.override import MEANT, override
from tests.plots.builders import network


@pytest.mark.parametrize(
    ("cell", "overrides", "expected"),
    [
        ("rnn", {"activation": "relu"}, Convention(activation="relu")),
        ("gru", {"reset_after": "false"}, Convention(reset_after=False)),
        ("gru", {"reset_after": "True"}, Convention(reset_after=True)),
        ("gru", {"reset_after": False}, Convention(reset_after=False)),
        ("gru", {"update_gate_keeps": "new"}, Convention(update_gate_keeps="new")),
        ("lstm", {"gate_activation": " hard_sigmoid"}, Convention(gate_activation="hard_sigmoid")),
        ("lstm", {"candidate_activation": "softsign"}, Convention(candidate_activation="softsign")),
        ("lstm", {"output_activation": "leaky_relu(0.1)"}, Convention(output_activation="leaky_relu(0.1)")),
        ("lstm", {"forget_bias": "1.0", "coupled": "yes"}, Convention(forget_bias=1.0, coupled=True)),
        ("lstm", {"forget_bias": 2}, Convention(forget_bias=2.0)),
        ("lstm", {"clip": "3"}, Convention(clip=3.0)),
        ("lstm", {"clip": "none"}, Convention()),
    ],
)
def test_what_is_given_counts(cell: str, overrides: dict[str, object], expected: Convention) -> None:
    before = network(cell)
    after = override(before, overrides)
    assert after.convention == expected
    assert after.layers is before.layers


def test_what_is_not_given_stays() -> None:
    before = network("gru", convention=Convention(reset_after=False, clip=2.0))
    assert override(before, {"clip": "none"}).convention == Convention(reset_after=False)
    assert override(before, {}).convention == before.convention


def test_every_field_means_something_for_some_cell() -> None:
    assert set(MEANT) == set(CELLS)
    assert {key for keys in MEANT.values() for key in keys} == {field.name for field in fields(Convention)}


@pytest.mark.parametrize(
    ("cell", "overrides", "sentence"),
    [
        ("lstm", {"peephole": "true"}, "there is no convention 'peephole'; the LSTM has gate_activation, "),
        ("lstm", {"reset_after": "true"}, "convention reset_after means nothing for the LSTM, which has gate_"),
        ("gru", {"forget_bias": "1"}, "convention forget_bias means nothing for the GRU, which has reset_after"),
        ("gru", {"reset_after": "maybe"}, "convention reset_after is true or false, not 'maybe'"),
        ("gru", {"update_gate_keeps": "both"}, "convention update_gate_keeps=both: .* the old state or the new one"),
        (
            "lstm",
            {"gate_activation": "gelu"},
            "convention gate_activation=gelu: there is no activation 'gelu'; known are",
        ),
        ("lstm", {"gate_activation": 3}, "convention gate_activation is a name, not 3"),
        ("lstm", {"forget_bias": "one"}, "convention forget_bias is a number, not 'one'"),
        ("lstm", {"forget_bias": True}, "convention forget_bias is a number, not True"),
        ("lstm", {"forget_bias": "inf"}, "convention forget_bias=inf: the forget bias must be a finite number"),
        ("lstm", {"clip": "-1"}, "convention clip=-1: pre-activations are cut to ±clip"),
    ],
)
def test_what_makes_no_sense(cell: str, overrides: dict[str, object], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        override(network(cell), overrides)


def heads(*columns: int) -> tuple[ReadOut, ...]:
    weights = (np.zeros((count, 3)) for count in columns)
    return tuple(ReadOut(f"head{len(w)}", "linear", w, w[:, 0], tuple(map(str, range(len(w))))) for w in weights)


@pytest.mark.parametrize(
    ("text", "kinds", "labels"),
    [
        ("linear", ["linear", "linear"], [("0",), ("0", "1", "2")]),
        ("logistic", ["logistic", "linear"], [("0", "1"), ("0", "1", "2")]),
        (" Softmax", ["linear", "softmax"], [("0",), ("0", "1", "2")]),
    ],
)
def test_read_outs_are_of_the_kind_that_their_columns_allow(
    text: str, kinds: list[str], labels: list[tuple[str, ...]]
) -> None:
    before = replace(network("gru"), readouts=heads(1, 3))
    after = override(before, {"readout": text, "clip": "2"})
    assert [readout.kind for readout in after.readouts] == kinds
    assert [readout.labels for readout in after.readouts] == labels
    assert (after.convention.clip, after.layers) == (2.0, before.layers)
    back = override(after, {"readout": "linear"})
    assert [(r.kind, r.labels) for r in back.readouts] == [("linear", r.labels) for r in before.readouts]


def test_names_of_labels_stay_where_as_many_are_wanted() -> None:
    named = replace(network("gru"), readouts=tuple(replace(r, labels=("a", "b", "c")) for r in heads(3)))
    assert override(named, {"readout": "softmax"}).readouts[0].labels == ("a", "b", "c")


@pytest.mark.parametrize(
    ("columns", "text", "sentence"),
    [
        ((), "linear", "convention readout is of a network with a read-out, and this one has none"),
        ((1,), "sigmoid", "convention readout is linear, logistic, softmax, not 'sigmoid'"),
        ((1,), "softmax", "convention readout=softmax is of a read-out with several columns, and this network has"),
        ((2, 3), "logistic", "convention readout=logistic is of a read-out with one column, and this network has"),
    ],
)
def test_a_read_out_that_cannot_be_so_is_a_sentence(columns: tuple[int, ...], text: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        override(replace(network("lstm"), readouts=heads(*columns)), {"readout": text})
