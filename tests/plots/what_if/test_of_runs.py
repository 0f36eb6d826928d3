"""What interventions do, for a script: the picture of one run, or a sentence that says what is missing."""

from __future__ import annotations

import pytest

from gatescope.engine.interventions import Clamp, Interventions
from gatescope.errors import UsageError
from gatescope.plots.what_if.of_runs import effects_of
from gatescope.session.document.document import Focus
from gatescope.session.run.single import run_once, tokens_of_vectors
from tests.engine.networks import random_network, vectors

NETWORK = random_network("lstm")
HELD = Interventions((Clamp("forget_gate", 1.0),))


def made(interventions: Interventions | None):
    return run_once("toy", NETWORK, tokens_of_vectors(4), vectors(NETWORK, 4), interventions=interventions)


def test_the_last_token_is_meant_unless_said() -> None:
    last, first = effects_of([made(HELD)], Focus()), effects_of([made(HELD)], Focus(token=0))
    assert (last.quantity, first.quantity) == ("P(good) at “4”", "P(good) at “1”")
    assert [row.name for row in last.rows] == ["all that are on, together", "forget gate = 1.00"]
    assert last.rows[0].value == last.rows[1].value != last.baseline


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(UsageError, match="nothing is held"):
        effects_of([made(None)], Focus())
    with pytest.raises(UsageError, match="draw one at a time"):
        effects_of([made(HELD), made(HELD)], Focus())
