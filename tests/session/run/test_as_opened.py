"""Once anything differs from what was opened, every run comes with the run as opened, over the same tokens."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.engine.run import run as run_once
from gatescope.session.document.document import Fed
from gatescope.session.run import resolve as resolving
from gatescope.session.run.resolve import Cache, resolve
from gatescope.session.run.snapshot import Request, Run, RunRequest
from tests.session.helpers import random_network, settled, word_model

LSTM, GRU = word_model("lstm"), word_model("gru", "gru", layers=2, directions=("forward", "reverse"))
BIAS = "layer0.forward.b_x.candidate"
HELD = Interventions((Clamp("hidden_state", 0.25),))


def edited(model=LSTM, value: float = 1.5):
    network = model.network
    return network.with_array(BIAS, np.full_like(network.array(BIAS), value))


def answer(text: str, *wanted: RunRequest, cache: Cache | None = None) -> tuple[Run, ...]:
    return resolve(Request(1, text, None, wanted), cache or Cache()).runs


def assert_as_opened(run: Run, network=LSTM.network) -> None:
    """The ghost of `run` is what `network`, free, makes of the very same tokens."""
    assert run.opened is not None
    assert run.opened.tokens is run.tokens
    assert run.opened.network is network
    fresh = run_once(network, ids=run.tokens.ids)
    for key in fresh:
        np.testing.assert_allclose(run.opened.trace[key], fresh[key], atol=2e-6, err_msg=key)


def test_where_nothing_differs_there_is_no_run_as_opened():
    cache = Cache()
    (run,) = answer("the film was good", RunRequest(LSTM, LSTM.network), cache=cache)
    assert run.opened is None
    plain = cache.nbytes
    put_back = edited().with_array(BIAS, LSTM.network.array(BIAS))
    (run,) = answer("the film was good", RunRequest(LSTM, put_back), cache=cache)
    assert run.opened is None
    (run,) = answer("the film was good", RunRequest(LSTM, edited()), cache=cache)
    assert cache.nbytes > plain
    (run,) = answer("the film was good", RunRequest(LSTM, LSTM.network), cache=cache)
    assert run.opened is None
    assert cache.nbytes <= 2 * plain, "the rows of the run as opened are given back"


@pytest.mark.parametrize("model", [LSTM, GRU])
def test_a_weight_or_a_clamp_brings_the_run_as_opened(model):
    cache = Cache()
    for text in ("the", "the film", "the film was", "a film was not good", ""):
        for wanted in (RunRequest(model, edited(model)), RunRequest(model, model.network, interventions=HELD)):
            (run,) = answer(text, wanted, cache=cache)
            assert_as_opened(run, model.network)
            assert not text or run.trace.interventions == wanted.interventions
    (run,) = answer("good", RunRequest(model, edited(model)))
    assert not np.allclose(run.opened.trace.hidden, run.trace.hidden, atol=1e-3)


def test_a_nan_that_was_opened_is_no_difference():
    network = LSTM.network.with_array(BIAS, np.full(5, np.nan))
    model = replace(LSTM, network=network)
    again = network.with_array(BIAS, np.full(5, np.nan))
    assert answer("good", RunRequest(model, again))[0].opened is None


def test_another_convention_is_a_difference_and_other_words_are_none():
    opened = LSTM.network
    convention = replace(opened.convention, forget_bias=1.0)
    read = replace(LSTM, network=replace(opened, convention=convention))
    (run,) = answer("the film", RunRequest(read, read.network, opened=opened))
    assert_as_opened(run, opened)
    more_words = replace(LSTM, network=random_network(rows=30))
    assert answer("the film", RunRequest(more_words, more_words.network, opened=opened))[0].opened is None
    changed = edited(more_words)
    assert_as_opened(answer("the film", RunRequest(more_words, changed, opened=opened))[0], more_words.network)


def test_vectors_run_through_the_network_as_opened():
    network = replace(random_network(), embedding=None)
    model = replace(LSTM, network=network, vocabulary=None, tokenizer=None)
    vectors = np.random.default_rng(1).normal(size=(6, 4)).astype(np.float32)
    (run,) = answer("", RunRequest(model, edited(model), Fed("noise", vectors)))
    np.testing.assert_allclose(run.opened.trace.hidden, run_once(network, inputs=vectors).hidden, atol=2e-6)
    assert len(run.opened.tokens) == 6
    assert run.opened.tokens is run.tokens


def test_the_same_run_and_ghost_come_again_as_the_same_objects():
    cache, wanted = Cache(), RunRequest(LSTM, edited())
    other = RunRequest(GRU, GRU.network)
    before = answer("the film", wanted, other, cache=cache)
    after = answer("the film", wanted, RunRequest(GRU, edited(GRU)), cache=cache)
    assert after[0] is before[0]
    assert before[1].opened is None
    assert_as_opened(after[1], GRU.network)
    again = answer("the film", RunRequest(LSTM, edited(value=-2.0)), other, cache=cache)
    assert again[0] is not before[0]
    assert again[0].opened is before[0].opened


def test_a_drag_steps_the_run_as_opened_but_once_and_a_key_only_its_token():
    cache, network = Cache(), edited(value=0.5)
    (first,) = answer("the film was", RunRequest(LSTM, edited()), cache=cache)
    (run,) = answer("the film was", RunRequest(LSTM, network), cache=cache)
    assert run.opened is first.opened
    (run,) = answer("the film was good", RunRequest(LSTM, network), cache=cache)
    assert (run.recomputed, run.opened.recomputed) == (3, 3)


def test_both_runs_share_the_memory_of_one(monkeypatch):
    monkeypatch.setattr(resolving, "most_tokens", lambda _network: 4)
    (run,) = answer("a b a b a", RunRequest(LSTM, LSTM.network))
    assert (len(run.tokens), run.unread) == (4, 1)
    (run,) = answer("a b a b a", RunRequest(LSTM, edited()))
    assert (len(run.tokens), len(run.opened.tokens), run.unread) == (2, 2, 3)


# -- in a session


def test_the_ghost_follows_undo_redo_and_another_reading(qtbot, open_session):
    session = open_session(LSTM, text="the film")
    assert settled(qtbot, session).runs[0].opened is None
    session.set_parameters("lstm", {BIAS: np.ones(5)}, label="Bias")
    assert_as_opened(settled(qtbot, session).runs[0])
    session.edit_text("the film was good", 17)
    assert_as_opened(settled(qtbot, session).runs[0])
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert settled(qtbot, session).runs[0].opened is None
    network = replace(LSTM.network, convention=replace(LSTM.network.convention, forget_bias=1.0))
    session.replace_model(replace(LSTM, network=network), label="Forget bias 1")
    assert_as_opened(settled(qtbot, session).runs[0])
    session.replace_model(replace(LSTM, network=edited()), label="Open again", opened_again=True)
    assert settled(qtbot, session).runs[0].opened is None
    session.undo_stack.undo()
    assert_as_opened(settled(qtbot, session).runs[0])
    session.undo_stack.undo()
    assert settled(qtbot, session).runs[0].opened is None


def test_every_model_of_compare_has_its_own(qtbot, open_session):
    session = open_session(LSTM, GRU, text="the film")
    session.show(["lstm", "gru"])
    session.intervene("gru", Interventions((Ablate((1,)),)), label="Without unit 1")
    first, second = settled(qtbot, session).runs
    qtbot.waitUntil(lambda: session.snapshot.runs[1].opened is not None)
    first, second = session.snapshot.runs
    assert first.opened is None
    assert_as_opened(second, GRU.network)


def test_a_model_closed_and_opened_again_begins_anew(qtbot, open_session):
    session = open_session(LSTM, GRU, text="the film")
    network = replace(LSTM.network, convention=replace(LSTM.network.convention, forget_bias=1.0))
    session.replace_model(replace(LSTM, network=network), label="Forget bias 1")
    session.close_model("lstm")
    assert not session.document.opened
    session.add_model(replace(LSTM, network=network))
    session.show(["lstm"])
    assert settled(qtbot, session).runs[0].opened is None
