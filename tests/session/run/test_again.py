"""A run once more: over the beginnings of its text, as a run of each alone gives them, and with other holds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gatescope as gs
from gatescope.engine.interventions import Clamp, Interventions
from gatescope.errors import UsageError
from gatescope.session.run.again import Beginnings, again, reads_text
from tests.cli.toys import model
from tests.plots.builders import network

TEXT = "The food was not good."


def same(one: Any, other: Any) -> None:
    assert list(one.trace) == list(other.trace)
    for key in other.trace:
        np.testing.assert_allclose(one.trace[key], other.trace[key], atol=1e-6, err_msg=key)
    for name, values in other.readouts.items():
        np.testing.assert_allclose(one.readouts[name], values, atol=1e-6)


@pytest.mark.parametrize("options", [{}, {"layers": 2, "directions": ("forward", "reverse")}], ids=str)
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_each_beginning_is_what_its_text_alone_gives(cell: str, options: dict[str, Any]) -> None:
    read = model(cell, **options)
    beginnings = Beginnings(gs.trace(read, TEXT).run)
    for count in (3, 6, 8, 15, len(TEXT)):
        found = beginnings.of_characters(count)
        alone = gs.trace(read, TEXT[:count]).run
        assert found.tokens.words() == alone.tokens.words()
        same(found, alone)


def test_only_what_is_new_is_stepped() -> None:
    beginnings = Beginnings(gs.trace(model(), TEXT).run)
    assert [beginnings.of_tokens(count).recomputed for count in (1, 2, 3, 5, 6)] == [0, 1, 2, 3, 5]


def test_initial_states_and_what_is_held_stay() -> None:
    start = {"layer0.forward.hidden_state": np.linspace(-1, 1, model().network.units)}
    run = gs.trace(model(), TEXT, initial=start, clamp="forget_gate=0.25@t3-4").run
    found = Beginnings(run).of_tokens(4)
    alone = gs.trace(model(), "the food was not", initial=start, clamp="forget_gate=0.25@t3").run
    same(found, alone)
    assert found.opened is not None
    assert alone.opened is not None
    same(found.opened, alone.opened)


def test_ids_and_vectors_have_no_letters() -> None:
    ids = gs.trace(model(), ids=[1, 4, 2, 3]).run
    assert not reads_text(gs.trace(model(), ids=[1, 1, 6, 0]).run)
    same(Beginnings(ids).of_tokens(2), gs.trace(model(), ids=[1, 4]).run)
    plain = model()
    vectors = np.random.default_rng(0).normal(size=(5, plain.network.inputs)).astype(np.float32)
    run = gs.trace(plain, inputs=vectors).run
    assert not reads_text(run)
    found = Beginnings(run).of_tokens(3)
    same(found, gs.trace(plain, inputs=vectors[:3]).run)
    assert found.trace.inputs is not None
    assert len(found.trace.inputs) == 3


def test_with_another_network_or_another_hold() -> None:
    run = gs.trace(model(), TEXT).run
    other = network("lstm", seed=5).astype(np.float32)
    same(again(run, other), again(again(run, other), other))
    assert not np.allclose(again(run, other).trace["hidden_state"], run.trace["hidden_state"])
    clamped = again(run, interventions=Interventions((Clamp("forget_gate", 0.5),)))
    assert (clamped.trace["forget_gate"] == 0.5).all()
    with pytest.raises(UsageError, match="update_gate"):
        again(run, interventions=Interventions((Clamp("update_gate", 0.5),)))
