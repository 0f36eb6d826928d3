from __future__ import annotations

import weakref
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatescope.engine import buffers, prefix_cache
from gatescope.engine.interventions import Clamp, Interventions
from gatescope.engine.network import Network, ReadOut
from gatescope.engine.part import Part
from gatescope.engine.record import new_record
from gatescope.engine.run import run as run_once
from gatescope.errors import GateScopeError
from gatescope.formats.core.model import Model
from gatescope.session.run.resolve import Cache, resolve
from gatescope.session.run.snapshot import BadStep, Request, RunRequest, Snapshot
from gatescope.text.ids import ids_vocabulary
from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary
from tests.session.helpers import WORDS, copied, letter_model, random_network, word_model

RNN, GRU, LSTM = (word_model(cell, cell) for cell in ("rnn", "gru", "lstm"))
OTHER_WORDS = word_model("other", words=("<unk>", "good", "film", "the"), layers=2)
BOTH_WAYS = word_model("both", "gru", directions=("forward", "reverse"), layers=2)
LETTERS = letter_model()
MODELS = (RNN, GRU, LSTM, OTHER_WORDS, BOTH_WAYS, LETTERS)


def request(text: str, *models: Model, caret: int | None = None, networks=None, generation: int = 1) -> Request:
    networks = networks or {}
    return Request(generation, text, caret, tuple(RunRequest(m, networks.get(m.name, m.network)) for m in models))


def fresh(*arguments, **options) -> Snapshot:
    return resolve(request(*arguments, **options), Cache())


def assert_same(left: Snapshot, right: Snapshot) -> None:
    assert (left.generation, left.text) == (right.generation, right.text)
    assert [run.model for run in left.runs] == [run.model for run in right.runs]
    for a, b in zip(left.runs, right.runs, strict=True):
        assert a.network is b.network
        assert a.tokens.words() == b.tokens.words()
        assert a.tokens.tentative == b.tokens.tentative
        assert np.array_equal(a.tokens.ids, b.tokens.ids)
        assert np.array_equal(a.tokens.known, b.tokens.known)
        assert a.bad == b.bad
        assert list(a.trace) == list(b.trace)
        for key in a.trace:
            np.testing.assert_allclose(a.trace[key], b.trace[key], rtol=0, atol=2e-6, err_msg=f"{a.model} {key}")
        assert a.readouts.keys() == b.readouts.keys()
        for name in a.readouts:
            np.testing.assert_allclose(a.readouts[name], b.readouts[name], rtol=0, atol=2e-6)


def test_a_run_is_the_network_on_the_ids_of_the_sentence():
    snapshot = fresh("The film was NOT good!", LSTM, generation=7)
    (run,) = snapshot.runs
    ids = [WORDS.index(word) for word in ("the", "film", "was", "not", "good", "!")]
    trace = run_once(LSTM.network, ids=ids)
    np.testing.assert_allclose(run.trace["cell_state"], trace["cell_state"], atol=1e-6)
    readout = LSTM.network.readouts[0]
    logits = trace.hidden @ readout.weight.T + readout.bias
    np.testing.assert_allclose(run.readouts["sentiment"], 1 / (1 + np.exp(-logits)), atol=1e-6)
    assert run.readouts["topic"].shape == (6, 3)
    assert (snapshot.generation, snapshot.text, snapshot.kernels) == (7, "The film was NOT good!", "reference")
    assert (run.model, run.network, run.recomputed, run.bad) == ("lstm", LSTM.network, 0, None)
    assert run.step_ns > 0
    assert snapshot.compute_ms > 0
    assert snapshot.run("lstm") is run
    assert snapshot.run("gru") is None


@pytest.mark.parametrize("text", ["", "   ", "\0", "\u0301"])
def test_without_tokens_everything_is_empty(text):
    for run in fresh(text, *MODELS).runs:
        if run.model == "letters" and len(run.tokens):
            continue
        assert len(run.tokens) == 0
        assert {values.shape[0] for values in run.trace.values()} == {0}
        assert run.readouts["sentiment"].shape == (0, 1)
        assert (run.bad, run.recomputed, run.step_ns) == (None, 0, None)


def test_only_unknown_words_run_as_the_unknown_row():
    (run,) = fresh("zebra quux", GRU).runs
    assert not run.tokens.known.any()
    np.testing.assert_allclose(run.trace.hidden, run_once(GRU.network, ids=[0, 0]).hidden, atol=1e-6)


def test_nothing_of_a_run_can_be_written():
    (run,) = fresh("the film", LSTM).runs
    for values in (*run.trace.values(), *run.readouts.values()):
        assert not values.flags.writeable


def test_typing_at_the_end_steps_only_the_new_token():
    cache = Cache()
    resolve(request("the film was", LSTM), cache)
    (run,) = resolve(request("the film was good", LSTM), cache).runs
    assert run.recomputed == 3


def test_the_word_at_the_typing_caret_is_tentative():
    cache = Cache()
    (typing,) = resolve(request("the fil", LSTM, caret=7), cache).runs
    assert typing.tokens.tentative == 1
    (ended,) = resolve(request("the fil", LSTM), cache).runs
    assert ended.tokens.tentative is None


def test_models_of_one_vocabulary_share_the_tokens():
    runs = fresh("the film was good", RNN, OTHER_WORDS, GRU, LETTERS).runs
    assert runs[0].tokens is runs[2].tokens
    assert len({id(run.tokens) for run in runs}) == 3
    assert runs[1].tokens.known.tolist() == [True, True, False, True]
    assert len(runs[3].tokens) > 4


def test_where_nothing_changed_the_run_is_the_same_object():
    cache = Cache()
    first = resolve(request("the film", RNN, LSTM), cache)
    changed = LSTM.network.with_array("readout.sentiment.bias", np.array([3.0]))
    second = resolve(request("the film", RNN, LSTM, networks={"lstm": changed}), cache)
    assert second.run("rnn") is first.run("rnn")
    assert second.run("lstm") is not first.run("lstm")
    assert second.run("lstm").tokens is first.run("lstm").tokens


def test_the_buffers_of_a_book_go_when_the_book_is_deleted():
    cache, tiny = Cache(), word_model("tiny", "rnn", units=1, inputs=1)
    shown = resolve(request("good bad " * 10_000, tiny), cache)
    array = weakref.ref(cache._memories["tiny"].steps._pool[0].records[Part.of(0, "forward")].pre)
    shown = resolve(request("good bad " * 9_000, tiny), cache)
    assert array() is not None
    shown = resolve(request("good bad", tiny), cache)
    assert_same(shown, fresh("good bad", tiny))
    assert array() is None


@pytest.mark.parametrize("rest", ["", "good", "bad film"])
def test_little_is_kept_of_a_line_that_is_cleared(rest, monkeypatch):
    """Whatever holds them: what counts is the bytes of all records that are alive, while the last answer is shown."""
    alive = weakref.WeakValueDictionary()

    def counted(*arguments, **options):
        record = new_record(*arguments, **options)
        alive.update((id(array), array) for array in record if array.size)
        return record

    monkeypatch.setattr(buffers, "new_record", counted)
    cache, tiny, text = Cache(), word_model("tiny", "rnn", units=3, inputs=1), "good " * 10_000
    shown = []
    for line in ("good", text, text + "bad", text + "bad film"):
        shown[:] = [resolve(request(line, tiny, caret=len(line)), cache)]
        cache.prepare_typing(lambda: False)
    many = sum(array.nbytes for array in alive.values())
    assert cache.nbytes > many > 200_000
    shown[:] = [resolve(request(rest, tiny, caret=len(rest)), cache)]
    cache.prepare_typing(lambda: False)
    assert max(sum(array.nbytes for array in alive.values()), cache.nbytes) < many / 50
    assert_same(shown[0], fresh(rest, tiny, caret=len(rest)))


def test_read_outs_have_the_bits_of_a_fresh_run_after_any_edits(monkeypatch):
    # So that a sentence is a text that is worth a copy.
    monkeypatch.setattr(prefix_cache, "_SLICE", 3)
    rng = np.random.default_rng(11)
    wide = ReadOut("next", "softmax", rng.normal(size=(30_000, 5)), rng.normal(size=30_000), ())
    network = replace(LSTM.network, readouts=(*LSTM.network.readouts, wide))
    everything = " ".join(WORDS[1:])

    def warm() -> Cache:
        """All words have been met, so that their input products are the same bits in every run."""
        cache = Cache()
        resolve(request(everything, LSTM, networks={"lstm": network}), cache)
        return cache

    cache, words, undone = warm(), list(WORDS[1:]), []
    for turn in range(40):
        kind, place = rng.choice(["insert", "append", "delete", "undo"]), int(rng.integers(len(words)))
        if kind == "undo" and undone:
            words = undone.pop()
        else:
            undone.append(list(words))
            if kind == "delete" and len(words) > 4:
                del words[place : place + int(rng.integers(1, 4))]
            else:
                words.insert(place if kind == "insert" else len(words), str(rng.choice(WORDS[1:])))
        text = " ".join(words)
        shown = resolve(shown_request(text, network), cache)
        if turn % 2:
            cache.prepare_typing(lambda: False)
        (run,), (again,) = shown.runs, resolve(shown_request(text, network), warm()).runs
        np.testing.assert_array_equal(run.trace.hidden, again.trace.hidden)
        assert run.readouts.keys() == again.readouts.keys()
        for name, values in run.readouts.items():
            np.testing.assert_array_equal(values, again.readouts[name], err_msg=name)


def shown_request(text: str, network: Network) -> Request:
    return request(text, LSTM, caret=len(text), networks={"lstm": network})


def test_another_model_of_the_same_name_starts_afresh():
    cache = Cache()
    resolve(request("good film", LSTM), cache)
    namesake = word_model("lstm", words=("<unk>", "film", "good"), seed=5)
    assert_same(resolve(request("good film", namesake), cache), fresh("good film", namesake))


edits = st.one_of(
    st.tuples(st.just("text"), st.text(alphabet="ab god!film\0é😀", max_size=12)),
    st.tuples(st.just("insert"), st.tuples(st.integers(0, 30), st.sampled_from([" good", "x", " ", "the film ", "."]))),
    st.tuples(st.just("delete"), st.tuples(st.integers(0, 30), st.integers(1, 8))),
    st.tuples(st.just("weight"), st.tuples(st.sampled_from(MODELS), st.integers(0, 50), st.sampled_from([0.5, -2.0]))),
    st.tuples(st.just("nan"), st.sampled_from(MODELS)),
    st.tuples(st.just("reset"), st.sampled_from(MODELS)),
    st.tuples(st.just("show"), st.lists(st.sampled_from(MODELS), min_size=1, unique=True)),
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(edits, min_size=1, max_size=12))
def test_with_a_cache_the_answer_is_the_one_without(steps):
    cache, text, shown, networks = Cache(), "the film was not good", [LSTM, OTHER_WORDS], {}
    snapshots = []
    for generation, (kind, what) in enumerate(steps):
        caret = None
        if kind == "text":
            text = what
        elif kind == "insert":
            caret = min(what[0], len(text)) + len(what[1])
            text = text[: what[0]] + what[1] + text[what[0] :]
        elif kind == "delete":
            text = text[: what[0]] + text[what[0] + what[1] :]
        elif kind == "show":
            shown = what
        elif kind == "reset":
            networks.pop(what.name, None)
        else:
            model = what if kind == "nan" else what[0]
            network = networks.get(model.name, model.network)
            key = "embedding" if kind == "nan" else network.keys()[what[1] % len(network.keys())]
            values = np.array(network.array(key))
            if kind == "nan":
                values[WORDS.index("good") % len(values)] = np.nan
            else:
                values.flat[what[1] % values.size] = what[2]
            networks[model.name] = network.with_array(key, values)
        asked = request(text, *shown, caret=caret, networks=networks, generation=generation)
        snapshot = resolve(asked, cache)
        assert_same(snapshot, resolve(asked, Cache()))
        snapshots.append((snapshot, copied(snapshot)))
    for snapshot, copy in snapshots[-4:]:
        for now, then in zip(copied(snapshot), copy, strict=True):
            assert all(np.array_equal(now[key], then[key], equal_nan=True) for key in then)


def test_a_snapshot_that_is_held_stays_as_it_was():
    cache, text = Cache(), "the film was not good"
    old = resolve(request(text, LSTM, BOTH_WAYS), cache)
    copy = copied(old)
    rng = np.random.default_rng(0)
    network = LSTM.network
    for index in range(50):
        place = int(rng.integers(0, len(text) + 1))
        text = text[:place] + str(rng.choice([" good ", " a", "bad ", "x"])) + text[place + int(rng.integers(0, 6)) :]
        if index % 7 == 0:
            network = network.with_array("layer0.forward.b_x.forget_gate", rng.normal(size=5))
        resolve(request(text, LSTM, BOTH_WAYS, networks={"lstm": network}), cache)
    for now, then in zip(copied(old), copy, strict=True):
        assert now.keys() == then.keys()
        assert all(np.array_equal(now[key], then[key]) for key in then)


def test_a_weight_that_is_no_number_names_the_first_bad_step():
    embedding = np.array(LSTM.network.embedding)
    embedding[WORDS.index("not"), 2] = np.nan
    network = LSTM.network.with_array("embedding", embedding)
    cache = Cache()
    (run,) = resolve(request("The film was NOT good", LSTM, networks={"lstm": network}), cache).runs
    assert (run.bad.token, run.bad.word, run.bad.part) == (3, "NOT", "layer0.forward")
    assert run.bad.signal.split(".")[-1] in LSTM.network.cell.gates
    (later,) = resolve(request("The film was NOT good at all", LSTM, networks={"lstm": network}), cache).runs
    assert later.bad == run.bad
    (healed,) = resolve(request("The film was good at all", LSTM, networks={"lstm": network}), cache).runs
    assert healed.bad is None


def test_weights_of_1e30_are_found_where_they_overflow():
    model = word_model("rnn", "rnn", layers=2)
    embedding = np.array(model.network.embedding)
    embedding[WORDS.index("good")] = 1e30
    network = model.network.with_array("embedding", embedding)
    assert fresh("the good film", model, networks={"rnn": network}).runs[0].bad is None
    network = network.with_array("layer0.forward.W.hidden_state", np.full((5, 4), 1e30))
    (run,) = fresh("the good film", model, networks={"rnn": network}).runs
    assert run.bad == BadStep(1, "good", "preactivation.hidden_state", 0, "layer0.forward")
    above = model.network.with_array("layer1.forward.W.hidden_state", np.full((5, 5), np.inf))
    (run,) = fresh("the good film", model, networks={"rnn": above}).runs
    assert (run.bad.token, run.bad.part) == (0, "layer1.forward")


def test_a_read_out_alone_can_be_bad():
    network = GRU.network.with_array("readout.topic.bias", np.array([0.0, np.nan, 0.0]))
    (run,) = fresh("the film", GRU, networks={"gru": network}).runs
    assert run.bad == BadStep(0, "the", "readout.topic", 0)


@pytest.mark.parametrize("missing", ["vocabulary", "tokenizer"])
def test_a_model_of_ids_without_a_vocabulary_asks_for_one(missing):
    parts = {"vocabulary": LSTM.vocabulary, "tokenizer": LSTM.tokenizer, missing: None}
    model = Model("ids", LSTM.network, parts["vocabulary"], parts["tokenizer"])
    with pytest.raises(GateScopeError, match="ids has no vocabulary: attach one"):
        fresh("good", model)


def test_masked_tokens_are_left_out():
    model = Model("masked", LSTM.network, LSTM.vocabulary, LSTM.tokenizer, masked_id=WORDS.index("bad"))
    (run,) = fresh("the bad film", model).runs
    assert run.tokens.words() == ["the", "film"]
    np.testing.assert_array_equal(run.trace["hidden_state"], fresh("the film", LSTM).runs[0].trace["hidden_state"])
    assert len(fresh("the bad film", LSTM, model).runs[0].tokens) == 3


def test_without_an_unknown_row_an_unknown_word_is_left_out_and_named():
    words = ("good", "film")
    model = Model("strict", random_network(rows=2), Vocabulary(words), LSTM.tokenizer)
    (run,) = fresh("good bad film, bad", model).runs
    assert run.tokens.words() == ["good", "film"]
    assert run.left_out == ("bad", ",")
    assert [run.tokens.text[a:b] for a, b in zip(run.tokens.starts, run.tokens.ends, strict=True)] == ["good", "film"]
    assert fresh("good film", model).runs[0].left_out == ()


def test_a_run_says_what_it_reads():
    ids = Model("ids", random_network(), ids_vocabulary(len(WORDS)), tokenizer("ids"))
    (run,) = fresh("5, 2 9", ids).runs
    assert run.reads == "ids"
    assert run.tokens.ids.tolist() == [5, 2, 9]
    assert fresh("good", LSTM).runs[0].reads == "text"


def test_a_token_that_is_held_may_be_deleted_and_is_held_again_once_it_is_back():
    cache, held = Cache(), Interventions((Clamp("forget_gate", 0.25, (1,), range(3, 4)),))

    def run_of(text):
        return resolve(Request(1, text, None, (RunRequest(LSTM, LSTM.network, interventions=held),)), cache).runs[0]

    whole = run_of("the film was good")
    assert whole.trace["forget_gate"][3, 1] == 0.25
    for text in ("the film", ""):
        short = run_of(text)
        assert len(short.tokens) == len(text.split())
        assert not short.trace.interventions
        for run in (short, short.opened):
            np.testing.assert_allclose(run.trace.hidden, whole.trace.hidden[: len(short.tokens)], atol=2e-6)
    again = run_of("the film was good")
    np.testing.assert_allclose(again.trace.hidden, whole.trace.hidden, atol=2e-6)
