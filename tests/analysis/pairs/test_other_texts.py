"""Other texts are run as a run of their own would be, with what is held."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.analysis.pairs.other_texts import other_texts
from gatescope.engine.interventions import Clamp, Interventions
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.errors import Cancelled, UsageError
from tests.engine.networks import random_network, vectors
from tests.reports import cancelled_at


@pytest.mark.parametrize("kind", ["rnn-tanh", "gru-after", "lstm"])
def test_each_is_a_run_of_its_own(kind: str) -> None:
    network = random_network(kind, 4, 3, 2, ("forward", "reverse"), vocabulary=7)
    trace = run(network, ids=[1, 2, 3])
    texts = ((4, 5), (), (6, 0, 6, 1))
    for found, ids in zip(other_texts(network, trace, texts=texts), texts, strict=True):
        alone = run(network, ids=np.array(ids, np.int64))
        for key in alone:
            np.testing.assert_array_equal(found.trace[key], alone[key])
        for name, values in read_out(network, alone.hidden).items():
            np.testing.assert_array_equal(found.readouts[name], values)


def test_what_is_held_is_held_there_too() -> None:
    network = random_network("lstm", 4, 3, vocabulary=7)
    held = Interventions((Clamp("forget_gate", 0.25, (1,)), Clamp("input_gate", 0.5, (0,), range(4, 5))))
    (found,) = other_texts(network, run(network, ids=[1, 2, 3, 4, 5], interventions=held), texts=((5, 4, 3),))
    assert (found.trace["forget_gate"][:, 1] == 0.25).all()


def test_it_is_cancelled_and_refuses_vectors() -> None:
    network = random_network("lstm", 4, 3, vocabulary=7)
    trace = run(network, ids=[1, 2])
    with pytest.raises(Cancelled):
        other_texts(network, trace, texts=((1,), (2,)), report=cancelled_at(1))
    without = random_network("lstm", 4, 3)
    with pytest.raises(UsageError, match="reads vectors"):
        other_texts(without, run(without, inputs=vectors(without, 2)), texts=((1,),))
