"""Vectors in a card: written and read back, and left alone where a stranger wrote something else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gatescope.formats.core.model import Model
from gatescope.formats.own.sample import input_names, sample_fields, sample_of
from tests.training.toys import network_for


def model(**card: Any) -> Model:
    return Model("toy", network_for("gru", units=2, seed=0, inputs=("x", "y")), None, None, card)


def test_it_is_read_as_it_was_written() -> None:
    vectors = np.array([[0.5, -1], [0, 0.25]], np.float32)
    one = model(**sample_fields(("x", "y"), vectors))
    found = sample_of(one)
    assert found is not None
    assert found.dtype == one.network.dtype
    np.testing.assert_array_equal(found, vectors)
    assert input_names(one) == ("x", "y")


@pytest.mark.parametrize("rows", [None, "1 2", [], ["1"], ["1 2", "3"], ["a b"], ["nan 1"], [[1, 2]], [{}], 7])
def test_what_the_network_cannot_read_is_no_sample(rows: object) -> None:
    assert sample_of(model(sample=rows)) is None


@pytest.mark.parametrize("names", [None, "xy", ["x"], 3])
def test_names_that_do_not_fit_are_none(names: object) -> None:
    assert input_names(model(input_names=names)) == ()


def test_a_model_of_words_reads_no_vectors() -> None:
    words = network_for("gru", units=2, seed=0, tokens=6, embedding=2)
    assert sample_of(replace(model(sample=["1 2"]), network=words)) is None
