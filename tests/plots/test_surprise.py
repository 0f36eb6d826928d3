"""What a language model expected, beside what came."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.plots.overview import overview
from gatescope.plots.shading import bands, quantities
from gatescope.plots.surprise import came, guesses, likeliest, rank, surprise
from gatescope.session.document.document import Focus
from gatescope.session.document.shading import Shading
from tests.plots.builders import run
from tests.views.helpers_controls import make_language_model, make_snapshot

TEXT = "so it is"
RUN = make_snapshot(TEXT, make_language_model()).runs[0]
P = RUN.readouts["decoder"]


def test_surprise_is_of_what_came_given_all_before() -> None:
    found = surprise(RUN)
    assert np.isnan(found[0])
    assert found[1:] == pytest.approx([-np.log(P[t, RUN.tokens.ids[t + 1]]) for t in range(len(TEXT) - 1)])


@pytest.mark.parametrize("text", ["", "a"])
def test_nothing_surprises_before_anything_came(text: str) -> None:
    found = surprise(make_snapshot(text, make_language_model()).runs[0])
    assert found.shape == (len(text),)
    assert np.isnan(found).all()


def test_the_likeliest_come_first_and_nan_last() -> None:
    found = guesses(RUN, 2, 5)
    assert [guess.probability for guess in found] == sorted(P[2].tolist(), reverse=True)[:5]
    assert found[0].column == int(P[2].argmax())
    assert likeliest(RUN, 0, len(TEXT)) == [guesses(RUN, token, 1)[0] for token in range(len(TEXT))]
    assert likeliest(RUN, 3, 3) == []
    bad = P.copy()
    bad[2, found[0].column] = np.nan
    assert guesses(replace(RUN, readouts={"decoder": bad}), 2, 1)[0].column == found[1].column
    assert likeliest(replace(RUN, readouts={"decoder": bad}), 2, 3)[0].column == found[1].column


def test_what_came_has_a_rank() -> None:
    column = came(RUN, 2)
    assert column == RUN.tokens.ids[3]
    assert rank(RUN, 2, column) == 1 + int((P[2] > P[2, column]).sum())
    assert came(RUN, len(TEXT) - 1) is None


def test_only_a_language_model_can_be_surprised() -> None:
    assert "surprise" in quantities([RUN])
    assert "surprise" not in quantities([run()])
    (band,) = bands([run()], Focus(shading=Shading("surprise")))
    assert band.quantity == "readout"


def test_the_whole_text_is_shaded_alike_without_a_hole_at_its_beginning() -> None:
    panel = overview([RUN], Focus(shading=Shading("surprise")))
    assert panel.values[1:, 0] == pytest.approx(surprise(RUN)[1:])
    assert panel.values[0, 0] == panel.low == 0.0
