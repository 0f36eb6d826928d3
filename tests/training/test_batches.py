"""Split, packing and mini-batches: no example is lost, none is seen on both sides."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatescope.training.batches import Drawn, Shuffled, batches
from gatescope.training.dropout import dropout_mask
from gatescope.training.sequences import Sequences, classified
from gatescope.training.split import split

LENGTHS = st.lists(st.integers(1, 9), min_size=1, max_size=60)


@given(st.lists(st.sampled_from("abcdefgh"), min_size=2).filter(lambda texts: len(set(texts)) > 1))
def test_a_split_covers_everything_and_keeps_copies_together(texts: list[str]) -> None:
    train, validation = split(texts)
    assert sorted([*train, *validation]) == list(range(len(texts)))
    assert len(train)
    assert len(validation)
    assert not {texts[i] for i in train} & {texts[i] for i in validation}


def test_a_split_is_a_tenth_and_the_same_every_time() -> None:
    texts = [str(i) for i in range(1000)]
    train, validation = split(texts)
    assert len(validation) == 100
    assert np.array_equal(validation, split(texts)[1])
    assert not np.array_equal(validation, split(texts, seed=1)[1])
    assert (np.diff(train) > 0).all()
    assert validation[:5].tolist() == [5, 14, 23, 43, 47]


@given(LENGTHS, st.integers(1, 10), st.integers(0, 9))
def test_batches_cover_each_sentence_once(lengths: list[int], size: int, seed: int) -> None:
    found = list(batches(np.array(lengths), size, np.random.default_rng(seed)))
    assert sorted(np.concatenate(found).tolist()) == list(range(len(lengths)))
    assert all(1 <= len(batch) <= size for batch in found)
    assert len(found) == -(-len(lengths) // size)


def test_a_batch_holds_sentences_of_about_one_length() -> None:
    lengths = np.random.default_rng(0).integers(1, 50, 1000)
    spread = [np.ptp(lengths[batch]) for batch in batches(lengths, 20, np.random.default_rng(1))]
    assert max(spread) <= 3


def drawn(rng: np.random.Generator, epoch: int, size: int) -> Sequences:
    return classified([rng.integers(0, 9, epoch) for _ in range(size)], [0] * size)


@pytest.mark.parametrize(
    "source",
    [
        Shuffled(classified([np.arange(n) for n in range(1, 30)], [0] * 29), size=8, seed=3),
        Drawn(drawn, size=8, count=4, seed=3),
    ],
)
def test_the_batches_of_a_pass_depend_on_its_number_alone(source: Shuffled | Drawn) -> None:
    def inputs(epoch: int, first: int = 1) -> list[list[int]]:
        return [batch.inputs.tolist() for batch in source.of_pass(epoch, first)]

    assert inputs(2) == inputs(2) != inputs(1)
    assert inputs(2, first=3) == inputs(2)[2:]
    assert len(inputs(2)) == source.count
    assert sum(len(batch) for batch in source.of_pass(1)) == source.sequences


@given(LENGTHS, st.data())
def test_taking_sequences_out_of_a_pack(lengths: list[int], data: st.DataObject) -> None:
    sentences = [np.arange(length) + 100 * index for index, length in enumerate(lengths)]
    packed = classified(sentences, list(range(len(lengths))), 0.4)
    rows = data.draw(st.lists(st.integers(0, len(lengths) - 1), min_size=1))
    taken = packed.take(np.array(rows))
    for row, index in enumerate(rows):
        place = slice(taken.offsets[row], taken.offsets[row + 1])
        assert np.array_equal(taken.inputs[place], sentences[index])
        assert taken.weights[place].sum() == pytest.approx(1)
    assert taken.targets[taken.last].tolist() == rows
    assert np.array_equal(taken.inputs[taken.last], [sentences[index][-1] for index in rows])


def test_a_sentence_without_tokens_is_left_out_with_its_label() -> None:
    packed = classified([np.array([1, 2]), np.array([], dtype=np.int64), np.array([3])], [0, 1, 1])
    assert packed.targets[packed.last].tolist() == [0, 1]
    assert packed.offsets.tolist() == [0, 2, 3]
    assert len(classified([], [])) == 0


def test_dropout_keeps_the_mean() -> None:
    mask = dropout_mask((300, 300), 0.25, np.random.default_rng(0), np.dtype(np.float64))
    assert mask is not None
    assert set(np.unique(mask)) == {0.0, 1 / 0.75}
    assert abs(mask.mean() - 1) < 0.01
    assert dropout_mask((3,), 0.0, np.random.default_rng(0), np.dtype(np.float64)) is None
