from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.executors import reference
from gatescope.engine.run import run
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.session.run import single
from gatescope.session.run.single import run_once, tokens_of_ids, tokens_of_vectors
from gatescope.text.vocabulary import Vocabulary
from gatescope.text.word import WordTokenizer
from tests.plots.builders import network

MODEL = Model("toy", network(), Vocabulary(("<unk>", "a", "b", "c", "d", "e", "f"), unknown=0), WordTokenizer())


def test_a_run_is_the_engines() -> None:
    tokens = tokens_of_text(MODEL, "a b zebra")
    found = run_once("toy", MODEL.network, tokens)
    assert tokens.ids.tolist() == [1, 2, 0]
    assert np.array_equal(found.trace["cell_state"], run(MODEL.network, ids=[1, 2, 0])["cell_state"])
    assert found.readouts["sentiment"].shape == (3, 1)
    assert found.bad is None


def test_the_first_bad_step_is_named() -> None:
    vectors = np.zeros((4, 2))
    vectors[2, 1] = np.inf
    found = run_once("toy", MODEL.network, tokens_of_vectors(4), vectors)
    assert found.bad is not None
    assert (found.bad.token, found.bad.word, found.bad.part) == (2, "3", "layer0.forward")


def test_ids_are_spelled_as_the_vocabulary_has_them() -> None:
    tokens = tokens_of_ids(MODEL, [2, 6, 0])
    assert tokens.words() == ["b", "f", "<unk>"]
    assert tokens.ids.tolist() == [2, 6, 0]
    without = Model("toy", MODEL.network, None, None)
    assert tokens_of_ids(without, [2, 6]).words() == ["2", "6"]
    assert len(tokens_of_ids(MODEL, [])) == 0


def test_vectors_are_numbered_from_one() -> None:
    tokens = tokens_of_vectors(12)
    assert tokens.words()[-2:] == ["11", "12"]
    assert set(tokens.ids.tolist()) == {-1}


def test_text_that_a_model_cannot_read() -> None:
    with pytest.raises(UsageError, match="toy has no vocabulary"):
        tokens_of_text(Model("toy", MODEL.network, None, None), "a")
    strict = Model("toy", MODEL.network, Vocabulary(("a", "b", "c", "d", "e", "f", "g")), WordTokenizer())
    with pytest.raises(UsageError, match="“zebra” is not in its vocabulary"):
        tokens_of_text(strict, "a zebra")


def test_a_run_starts_from_the_states_it_is_given() -> None:
    tokens = tokens_of_ids(MODEL, [1, 2])
    initial = {"layer0.forward.cell_state": np.array([1.0, -2.0, 0.5])}
    found = run_once("toy", MODEL.network, tokens, initial=initial)
    assert np.array_equal(found.trace["cell_state"], run(MODEL.network, ids=[1, 2], initial=initial)["cell_state"])
    assert not np.allclose(found.trace["cell_state"], run_once("toy", MODEL.network, tokens).trace["cell_state"])


def test_short_texts_do_not_wait_for_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    kernels = object()
    monkeypatch.setattr(single, "load_kernels", lambda: kernels)
    small, large = network(units=32), network(units=1024)
    assert single.choose_executor(small, 200) is reference
    assert single.choose_executor(small, 1_000_000) is kernels
    assert single.choose_executor(large, 20) is reference
    assert single.choose_executor(large, 10_000) is kernels


def test_a_model_of_vectors_says_what_it_takes() -> None:
    model = Model("sound", replace(network(), embedding=None), None, None)
    with pytest.raises(UsageError, match="sound takes vectors of 2 numbers, not text: give it input vectors"):
        tokens_of_text(model, "hello")


def test_what_the_model_masks_is_left_out_of_ids_and_of_texts() -> None:
    masking = replace(MODEL, masked_id=2)
    assert tokens_of_ids(masking, [2, 6, 2, 0]).ids.tolist() == [6, 0]
    tokens = tokens_of_text(masking, "a b c")
    assert tokens.words() == ["a", "c"]
    assert tokens.starts.tolist() == [0, 4]
