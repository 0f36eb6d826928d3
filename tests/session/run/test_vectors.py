from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.held import HeldValues
from gatescope.engine.interventions import Clamp, Interventions
from gatescope.engine.part import Part
from gatescope.engine.run import run as run_engine
from gatescope.errors import GateScopeError, UsageError
from gatescope.formats.core.model import Model
from gatescope.plots.by_name import RUN_VIEWS, describe_runs
from gatescope.session.document.document import Document, Fed, Focus
from gatescope.session.run.resolve import Cache, resolve
from gatescope.session.run.single import run_once, tokens_of_vectors
from gatescope.session.run.snapshot import Request, RunRequest
from gatescope.session.run.states_of_text import states_of_text
from tests.session.helpers import random_network, settled, word_model

WEIGHT = "layer0.forward.W.forget_gate"


def vector_model(name: str = "vectors", **network: object) -> Model:
    return Model(name, replace(random_network(**network), embedding=None), None, None)  # type: ignore[arg-type]


def fed(tokens: int = 7, inputs: int = 4, seed: int = 0, name: str = "noise.npy") -> Fed:
    return Fed(name, np.random.default_rng(seed).normal(size=(tokens, inputs)).astype(np.float32))


def request(model: Model, vectors: Fed | None, network=None, **more: object) -> Request:
    return Request(1, "a text", None, (RunRequest(model, network or model.network, vectors, **more),))


@pytest.mark.parametrize("directions", [("forward",), ("forward", "reverse")])
def test_a_fed_model_runs_on_its_vectors(directions):
    model, vectors = vector_model(layers=2, directions=directions), fed()
    (run,) = resolve(request(model, vectors), Cache()).runs
    expected = run_engine(model.network, inputs=vectors.vectors)
    for key in expected:
        np.testing.assert_allclose(run.trace[key], expected[key], atol=1e-6, err_msg=key)
    assert run.network is model.network
    assert run.reads == "vectors"
    assert run.tokens.words() == ["1", "2", "3", "4", "5", "6", "7"]


@pytest.mark.parametrize("view", sorted(RUN_VIEWS.keys() - {"pairs", "difference", "what-if", "fixedpoints"}))
def test_every_view_draws_the_vectors_of_a_window_as_those_of_a_script(view):
    model, vectors = vector_model(), fed()
    (shown,) = resolve(request(model, vectors), Cache()).runs
    # Only in a window are the vectors numbered, as the tokens are.
    assert shown.trace.ids is not None
    script = run_once(model.name, model.network, tokens_of_vectors(len(vectors.vectors)), vectors.vectors)
    try:
        expected = describe_runs(view, [script])
    except GateScopeError as error:
        with pytest.raises(type(error), match=re.escape(str(error))):
            describe_runs(view, [shown])
        return
    assert describe_runs(view, [shown]).facts() == expected.facts()


def test_the_states_of_its_vectors_can_be_patched_in():
    model, vectors = vector_model(), fed()
    (shown,) = resolve(request(model, vectors), Cache()).runs
    part = model.network.default_part
    found = states_of_text(model.network, shown.trace, base=model.network, model=model, part=part, text="")
    assert (found.tokens, found.count) == (None, 7)
    assert found.values["cell_state"] == HeldValues.of(shown.trace["cell_state"])


def test_a_model_that_was_not_fed_reads_nothing():
    (run,) = resolve(request(vector_model(), None), Cache()).runs
    assert len(run.tokens) == 0
    assert run.reads == "vectors"
    assert run.trace["cell_state"].shape == (0, 5)


def test_the_same_vectors_and_weights_give_the_same_run():
    model, vectors, cache = vector_model(), fed(), Cache()
    first = resolve(request(model, vectors), cache).runs[0]
    assert resolve(request(model, vectors), cache).runs[0] is first
    other = resolve(request(model, fed(seed=1)), cache).runs[0]
    assert other is not first
    assert not np.array_equal(other.trace["cell_state"], first.trace["cell_state"])


def test_a_weight_moves_the_run_and_older_snapshots_stay():
    model, vectors, cache = vector_model(), fed(), Cache()
    first = resolve(request(model, vectors), cache).runs[0]
    kept = np.array(first.trace["cell_state"])
    network = model.network.with_array(WEIGHT, np.ones((5, 4)))
    second = resolve(request(model, vectors, network), cache).runs[0]
    expected = run_engine(network, inputs=vectors.vectors)
    np.testing.assert_allclose(second.trace["cell_state"], expected["cell_state"], atol=1e-6)
    np.testing.assert_array_equal(first.trace["cell_state"], kept)


def test_what_is_held_is_held_and_let_go():
    model, vectors, cache = vector_model(), fed(), Cache()
    free = resolve(request(model, vectors), cache).runs[0]
    clamps = Interventions((Clamp("forget_gate", 1.0, units=(2,)),))
    run = resolve(request(model, vectors, interventions=clamps), cache).runs[0]
    np.testing.assert_array_equal(run.trace["forget_gate"][:, 2], 1.0)
    assert not np.array_equal(run.readouts["sentiment"], free.readouts["sentiment"])
    again = resolve(request(model, vectors), cache).runs[0]
    np.testing.assert_array_equal(again.trace["forget_gate"], free.trace["forget_gate"])
    np.testing.assert_array_equal(again.readouts["sentiment"], free.readouts["sentiment"])


# -- in a session


def test_feeding_is_one_undo_step(open_session, qtbot):
    session = open_session(vector_model())
    assert len(settled(qtbot, session).runs[0].tokens) == 0
    session.feed("vectors", fed(), label="Feed noise.npy")
    qtbot.waitUntil(lambda: len(session.snapshot.runs[0].tokens) == 7)
    assert session.focus.token == 6
    assert session.undo_stack.undoText() == "Feed noise.npy"
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: len(session.snapshot.runs[0].tokens) == 0)
    assert session.focus.token is None
    session.undo_stack.redo()
    assert session.document.fed["vectors"].name == "noise.npy"


def test_vectors_that_do_not_fit_are_refused(open_session):
    session = open_session(vector_model(), word_model())
    with pytest.raises(UsageError, match=r"noise.npy has the shape \(7, 3\); vectors takes vectors of shape \(T, 4\)"):
        session.feed("vectors", fed(inputs=3), label="Feed")
    with pytest.raises(UsageError, match="words reads a text, not vectors"):
        session.feed("words", fed(), label="Feed")
    with pytest.raises(UsageError, match="'other' is not open"):
        session.feed("other", fed(), label="Feed")
    assert not session.undo_stack.canUndo()


def test_vectors_take_the_precision_of_the_model(open_session):
    session = open_session(vector_model())
    session.feed("vectors", Fed("x", np.zeros((2, 4))), label="Feed")
    assert session.document.fed["vectors"].vectors.dtype == np.float32


def test_another_reading_is_one_undo_step(open_session, qtbot):
    session = open_session(word_model(), text="the film")
    before = session.document.models["words"]
    other = word_model(seed=5)
    session.replace_model(other, label="Read gates in another order")
    assert session.document.models["words"] is other
    assert session.document.networks["words"] is other.network
    assert settled(qtbot, session).runs[0].network is other.network
    session.undo_stack.undo()
    assert session.document.models["words"] is before
    assert settled(qtbot, session).runs[0].network is before.network
    with pytest.raises(UsageError, match="'both' is not open"):
        session.replace_model(word_model("both"), label="Read")


def test_a_new_reading_keeps_what_still_fits(open_session):
    session = open_session(vector_model())
    session.feed("vectors", fed(), label="Feed")
    session.intervene("vectors", Interventions((Clamp("forget_gate", 1.0),)), label="Hold")
    session.replace_model(vector_model(seed=3), label="Read")
    assert session.document.fed["vectors"].name == "noise.npy"
    assert session.document.interventions["vectors"]
    session.replace_model(vector_model(inputs=3, layers=2), label="Read")
    assert not session.document.fed
    assert session.document.interventions["vectors"].items == (Clamp("forget_gate", 1.0, None, None, 0, "forward"),)


def test_holding_is_one_undo_step(open_session, qtbot):
    session = open_session(word_model(), text="the film")
    session.intervene("words", Interventions((Clamp("forget_gate", 0.0),)), label="Hold the forget gate")
    qtbot.waitUntil(lambda: session.snapshot is not None and not session.snapshot.runs[0].trace["forget_gate"].any())
    session.intervene("words", Interventions(), label="Let go")
    assert not session.document.interventions
    qtbot.waitUntil(lambda: bool(session.snapshot.runs[0].trace["forget_gate"].any()))
    session.undo_stack.undo()
    assert session.document.interventions["words"]


def test_closing_a_model_shows_another(open_session, qtbot):
    session = open_session(word_model("a"), word_model("b"), text="the film")
    session.set_parameters("a", {WEIGHT: np.ones((5, 4))}, label="Weight")
    session.close_model("a")
    assert tuple(session.document.models) == tuple(session.document.networks) == session.document.shown == ("b",)
    assert settled(qtbot, session).runs[0].model == session.focus.model == "b"
    assert not session.undo_stack.canUndo()
    with pytest.raises(UsageError, match="b is the only open model"):
        session.close_model("b")


def test_restoring_puts_everything_in_place(open_session, qtbot):
    session = open_session(word_model("a"), text="the film")
    session.edit_text("good", 4)
    other = word_model("b", layers=2)
    document = Document("not bad", None, False, {"b": other}, {"b": other.network}, shown=("b",))
    session.restore(document, Focus(model="b", part=Part.parse("layer1.forward"), order="similarity"))
    snapshot = settled(qtbot, session)
    assert snapshot.runs[0].tokens.words() == ["not", "bad"]
    assert (session.focus.part, session.focus.order) == ("layer1.forward", "similarity")
    assert not session.undo_stack.canUndo()


@pytest.mark.parametrize(("caret", "token"), [(None, 2), (3, 0), (7, 1), (11, 2)])
def test_the_cursor_of_what_is_restored_follows_its_caret(open_session, qtbot, caret, token):
    """Also where the model in front of the project read vectors, so that it has no token of the text to put back."""
    session = open_session(word_model("a"))
    model = word_model("b")
    document = Document("not bad film", caret, False, {"b": model}, {"b": model.network}, shown=("b",))
    session.restore(document, Focus(model="b"))
    settled(qtbot, session)
    assert session.focus.token == token


def test_words_that_are_attached_leave_edited_weights_alone(open_session):
    session = open_session(word_model())
    key = "layer0.forward.b_x.forget_gate"
    network = session.document.networks["words"]
    session.set_parameters("words", {key: network.array(key) + 1}, label="Bias")
    edited = session.document.networks["words"]
    model = session.document.models["words"]
    session.replace_model(replace(model, masked_id=0), label="Attach")
    assert session.document.networks["words"] is edited
    assert session.document.models["words"].masked_id == 0
    readouts = tuple(replace(r, labels=tuple(f"w{k}" for k in range(len(r.labels)))) for r in model.network.readouts)
    session.replace_model(replace(model, network=replace(model.network, readouts=readouts)), label="Attach")
    named = session.document.networks["words"]
    assert [r.labels for r in named.readouts] == [r.labels for r in readouts]
    assert named.layers is edited.layers


def test_another_convention_of_the_same_arrays_is_read_anew(open_session):
    session = open_session(word_model())
    model = session.document.models["words"]
    other = replace(model.network, convention=replace(model.network.convention, clip=1.0))
    session.replace_model(replace(model, network=other), label="Read")
    assert session.document.networks["words"] is other


@pytest.mark.parametrize("field", ["fed", "interventions", "reading"])
def test_undo_and_redo_show_the_model_that_they_change(open_session, field):
    model = vector_model()
    session = open_session(word_model(), model)
    session.show([model.name])
    if field == "fed":
        session.feed(model.name, fed(), label="Feed")
    elif field == "interventions":
        session.intervene(model.name, Interventions((Clamp("hidden_state", 0.5),)), label="Hold")
    else:
        session.replace_model(replace(model, card={"notes": "read anew"}), label="Read anew")
    for step in (session.undo_stack.undo, session.undo_stack.redo):
        session.show(["words"])
        step()
        assert session.document.shown == (model.name,)


def test_a_chosen_vector_leaves_the_caret_of_the_sentence(open_session, qtbot):
    session = open_session(vector_model(), text="the film")
    session.feed("vectors", fed(), label="Feed")
    qtbot.waitUntil(lambda: session.snapshot is not None and len(session.snapshot.runs[0].tokens) == 7)
    before = session.document
    session.set_token(2)
    assert session.focus.token == 2
    assert session.document is before
