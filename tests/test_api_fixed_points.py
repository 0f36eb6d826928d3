"""Fixed points as scripts ask for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import gatescope as gs
from gatescope.analysis.fixed_points.search import fixed_points
from gatescope.analysis.fixed_points.starts import states_of
from tests.cli.toys import WORDS, model

STARTS = 16


@pytest.mark.slow
def test_a_word_its_id_and_its_vector_are_one_input(tmp_path: Path) -> None:
    toy = model()
    assert toy.network.embedding is not None
    vector = toy.network.embedding[WORDS.index("good")].astype(np.float64)
    np.save(tmp_path / "good.npy", vector)
    np.save(tmp_path / "row.npy", vector[None])
    known = fixed_points(toy.network, vector, starts=STARTS)
    for read in ("good", "Good", WORDS.index("good"), vector, tmp_path / "good.npy", str(tmp_path / "row.npy")):
        found = gs.fixed_points(toy, read, starts=STARTS)
        assert [point.state.tolist() for point in found.points] == [point.state.tolist() for point in known.points]
    zero = gs.fixed_points(toy, starts=STARTS, seed=3)
    again = fixed_points(toy.network, vector * 0, starts=STARTS, seed=3)
    assert [point.state.tolist() for point in zero.points] == [point.state.tolist() for point in again.points]


def test_a_layer_a_direction_and_visited_states_are_those_meant() -> None:
    toy = model("gru", layers=2, directions=("forward", "reverse"))
    found = gs.fixed_points(toy, starts=STARTS, layer=0, direction="reverse")
    assert found.part == "layer0.reverse"
    trace = gs.trace(toy, "The food was not good.")
    visited = states_of(trace.run.trace.records[found.part])
    known = fixed_points(toy.network, np.zeros(toy.network.inputs), found.part, starts=STARTS, visited=visited)
    found = gs.fixed_points(toy, starts=STARTS, layer=0, direction="reverse", visited=trace)
    assert [point.starts for point in found.points] == [point.starts for point in known.points]
    for other in (
        model("gru"),
        model("gru", layers=2, directions=("forward", "reverse"), units=7),
        model("rnn", layers=2),
    ):
        with pytest.raises(gs.GateScopeError, match="of another model"):
            gs.fixed_points(other, visited=trace)
    one = gs.trace(model("gru"), "The food was not good.")
    for other in (model("lstm"), model("gru", units=7), model("rnn")):
        with pytest.raises(gs.GateScopeError, match="of another model"):
            gs.fixed_points(other, visited=one)


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ("xqzz", "does not know it"),
        ("not good", "cuts it into 2 tokens"),
        (99, "has no word 99"),
        (-1, "has no word -1"),
        (np.zeros(77), "reads vectors of"),
        (Path("nowhere.npy"), "no such file"),
    ],
)
def test_an_input_that_cannot_be_read_is_refused(read: object, said: str) -> None:
    with pytest.raises(gs.GateScopeError, match=said):
        gs.fixed_points(model(), read)  # type: ignore[arg-type]


def test_a_vector_of_another_shape_names_both(tmp_path: Path) -> None:
    np.save(tmp_path / "two.npy", np.zeros((2, 6)))
    with pytest.raises(gs.GateScopeError, match=r"shape \(2, 6\); the model takes one vector of shape"):
        gs.fixed_points(model(), tmp_path / "two.npy")


def test_a_model_of_vectors_has_no_words() -> None:
    toy = model()
    toy = replace(toy, network=replace(toy.network, embedding=None), vocabulary=None, tokenizer=None)
    with pytest.raises(gs.GateScopeError, match="takes vectors"):
        gs.fixed_points(toy, "good")
    assert gs.fixed_points(toy, starts=STARTS).starts == STARTS
