"""Which modules of one layer are taken for a stack, and which are not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from gatescope.formats.core.found import Stack
from tests.formats.state_dict.tensors import gru, read


def names(stacks: tuple[Stack, ...]) -> list[tuple[str, list[str]]]:
    return [(stack.name, [layer.name for layer in stack.layers]) for stack in stacks]


CASES = {
    "a list of cells": (
        {**gru("cells.1.", 4, 6, ""), **gru("cells.0.", 3, 4, "")},
        [("cells", ["cells.0", "cells.1"])],
    ),
    "numbered cells": (
        {**gru("gru1.", 3, 4, ""), **gru("gru2.", 4, 4, "")},
        [("gru1+gru2", ["gru1", "gru2"])],
    ),
    "a list of modules": (
        {**gru("rnns.0.", 3, 4), **gru("rnns.1.", 4, 4)},
        [("rnns", ["rnns.0.l0", "rnns.1.l0"])],
    ),
    "modules side by side": (
        {**gru("rnn1.", 4, 4), **gru("rnn2.", 4, 4)},
        [("rnn1", ["rnn1.l0"]), ("rnn2", ["rnn2.l0"])],
    ),
    "widths that do not fit": (
        {**gru("cells.0.", 3, 4, ""), **gru("cells.1.", 3, 4, "")},
        [("cells.0", ["cells.0"]), ("cells.1", ["cells.1"])],
    ),
    "a number left out": (
        {**gru("cells.0.", 3, 4, ""), **gru("cells.2.", 4, 4, "")},
        [("cells.0", ["cells.0"]), ("cells.2", ["cells.2"])],
    ),
    "modules of several layers": (
        {**gru("rnns.0.", 3, 4), **gru("rnns.0.", 4, 4, "_l1"), **gru("rnns.1.", 4, 4)},
        [("rnns.0", ["rnns.0.l0", "rnns.0.l1"]), ("rnns.1", ["rnns.1.l0"])],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_joined(case: str) -> None:
    arrays, wanted = CASES[case]
    assert names(read(arrays)) == wanted


def test_a_chain_is_told_and_runs_in_its_order() -> None:
    arrays: dict[str, NDArray[np.float32]] = {**gru("cells.1.", 4, 6, "", 1), **gru("cells.0.", 3, 4, "", 2)}
    (stack,) = read(arrays)
    assert [(a.what, a.taken) for a in stack.assumptions] == [("what feeds what", "cells.0 → cells.1")]
    lower, upper = stack.network.layers
    np.testing.assert_array_equal(lower[0].W.reshape(12, 3), arrays["cells.0.weight_ih"])
    np.testing.assert_array_equal(upper[0].W.reshape(18, 4), arrays["cells.1.weight_ih"])
