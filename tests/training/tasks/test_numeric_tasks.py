"""The tasks that are drawn: what is asked is what their names say, worked out here in another way."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.training.sequences import Sequences, pack
from gatescope.training.tasks import adding, copy_memory, counting, pulses


def each(data: Sequences) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Inputs, targets and weights of every sequence."""
    spans = [slice(a, b) for a, b in zip(data.offsets[:-1], data.offsets[1:], strict=True)]
    return [(data.inputs[span], data.targets[span], data.weights[span]) for span in spans]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


@pytest.mark.parametrize("bits", [2, 3])
def test_a_bit_is_the_sign_of_its_last_pulse(rng: np.random.Generator, bits: int) -> None:
    data = pulses.sequences(rng, 20, 60, bits)
    for inputs, targets, weights in each(data):
        state = [0.0] * bits
        for x, y, counted in zip(inputs, targets, weights, strict=True):
            state = [float(value) if value else kept for value, kept in zip(x, state, strict=True)]
            assert y.tolist() == state
            assert counted == all(state)


def test_noise_moves_the_inputs_and_no_target() -> None:
    still, noisy = (pulses.sequences(np.random.default_rng(1), 9, 40, 3, noise) for noise in (0.0, 0.1))
    np.testing.assert_array_equal(still.targets, noisy.targets)
    assert 0.05 < np.std(noisy.inputs - still.inputs) < 0.15


def test_the_sample_of_pulses_visits_every_corner_once() -> None:
    signs = pulses.last_signs(pulses.sample(3)[None])[0]
    corners = [tuple(row) for k, row in enumerate(signs.tolist()) if not k or row != signs[k - 1].tolist()]
    assert len(corners) == len(set(corners)) == 8


def test_all_bits_must_be_right() -> None:
    data = Sequences(np.zeros((3, 2)), np.array([0, 3]), np.array([[1.0, -1], [1, 1], [1, 1]]), np.array([1.0, 1, 0]))
    assert pulses.ALL_BITS.of(0.0, np.array([[0.2, -3.0], [0.9, -0.1], [-1, -1]]), data) == 0.5


def test_the_sum_is_that_of_one_marked_number_of_each_half(rng: np.random.Generator) -> None:
    data = adding.sequences(rng, 30, 11)
    for inputs, targets, weights in each(data):
        first, second = np.flatnonzero(inputs[:, 1])
        assert first < 5 <= second
        assert targets[-1, 0] == pytest.approx(inputs[first, 0] + inputs[second, 0], abs=1e-6)
        assert weights.tolist() == [0.0] * 10 + [1.0]


def test_the_letters_come_back_in_order_at_the_question_marks(rng: np.random.Generator) -> None:
    data = copy_memory.sequences(rng, 30, 3, 7)
    words = np.array(copy_memory.VOCABULARY.tokens)
    for ids, targets, weights in each(data):
        text = "".join(words[ids])
        said, waited, asked = text[:3], text[3:-3], text[-3:]
        assert set(said) <= set("abcd")
        assert waited == "." * len(waited)
        assert 1 <= len(waited) <= 7
        assert asked == "???"
        assert "".join(copy_memory.LETTERS[t] for t in targets[-3:]) == said
        assert weights.tolist() == [0.0] * (len(text) - 3) + [1.0] * 3


def test_texts_are_balanced_where_nothing_is_left_open(rng: np.random.Generator) -> None:
    data = counting.sequences(rng, 60, 6)
    words = np.array(counting.VOCABULARY.tokens)
    deepest = set()
    for ids, targets, _ in each(data):
        text = "".join(words[ids])
        depth = [text[: k + 1].count("a") + text[: k + 1].count("(") for k in range(len(text))]
        depth = [2 * up - (k + 1) for k, up in enumerate(depth)]
        assert min(depth) == depth[-1] == 0
        assert max(depth) <= 6
        assert 1 <= depth.count(0) <= 2
        assert targets.tolist() == [int(d == 0) for d in depth]
        deepest.add(max(depth))
    assert deepest >= {1, 6}


def test_a_text_counts_only_where_every_letter_is_right() -> None:
    texts = [np.array([0, 1]), np.array([2, 3, 2, 3])]
    data = pack(texts, [counting.balanced(ids) for ids in texts], [np.ones(2), np.ones(4)])
    logits = np.array([-1.0, 2, -1, 1, 1, 1])[:, None]
    assert counting.WHOLE.of(0.0, logits, data) == 0.5
