import numpy as np
import pytest

from gatescope.export.png import image
from gatescope.plots.matrix import matrix
from gatescope.plots.theme import DARK, LIGHT, Theme
from tests.paint.looking import box, has, ink, pixels
from tests.plots.builders import network

KEY = "layer0.forward.W.forget_gate"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_rows_go_down_and_columns_to_the_right(theme: Theme) -> None:
    values = np.full((3, 2), -0.5)
    values[2, 1] = 0.5
    plot = matrix(network().with_array(KEY, values), "toy", KEY)
    shown = pixels(image(plot, 900, 500, 1, theme))
    everything = box(has(shown, theme.negative) | has(shown, theme.positive), least=60)
    cell = box(has(shown, theme.positive), least=40)
    assert (cell.left() - everything.left()) / everything.width() == pytest.approx(1 / 2, abs=0.01)
    assert (cell.top() - everything.top()) / everything.height() == pytest.approx(2 / 3, abs=0.01)


def test_a_bias_is_a_band() -> None:
    plot = matrix(network(), "toy", "layer0.forward.b_x.forget_gate")
    shown = pixels(image(plot, 900, 500))
    assert not ink(shown[200:440], LIGHT.surface).any()


def test_axes_title_and_words_are_written() -> None:
    words = ("<unk>", "good", "bad", "not", "very", "the", "film")
    labelled, plain = (
        ink(pixels(image(matrix(network(), "toy", "embedding", names), 900, 500)), LIGHT.surface)
        for names in (words, ())
    )
    assert labelled[:36, :300].sum() > 400
    # The widest word pushes the map to the right; a number takes less room.
    assert labelled[50:420, 38:70].sum() > 300
    assert box(labelled[50:420], least=200).left() > box(plain[50:420], least=200).left() + 10


def test_a_large_vocabulary_keeps_its_extremes() -> None:
    large = np.full((20_000, 2), 0.001)
    large[12_345, 1] = -1.0
    made = network()
    plot = matrix(type(made)(made.cell, made.convention, made.layers, made.directions, large), "toy", "embedding")
    shown = pixels(image(plot, 900, 500))
    assert has(shown[40:], LIGHT.negative).sum() > 300


def test_nan_is_marked() -> None:
    values = np.full((3, 2), 0.5)
    values[0, 0] = np.nan
    shown = pixels(image(matrix(network().with_array(KEY, values), "toy", KEY), 900, 500))
    assert box(has(shown, LIGHT.bad), least=40).width() > 300
