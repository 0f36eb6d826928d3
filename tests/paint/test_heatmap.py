import numpy as np
import pytest

from gatescope.export.png import image
from gatescope.paint.colour_bar import ColourBar
from gatescope.plots.colours import OUTSIDE, table
from gatescope.plots.heatmap import heatmap
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.session.document.document import Focus
from tests.paint.looking import box, has, ink, like, pixels
from tests.plots.builders import run

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def only(signal: str, values: np.ndarray, focus: Focus | None = None, units: int = 3):
    """The plot of an RNN whose one map is `values`."""
    assert signal == "hidden_state"
    text = " ".join("abcdefgh"[: len(values)])
    return heatmap([run(text, cell="rnn", units=units, signals={signal: values})], focus or Focus())


@THEMES
def test_units_go_down_tokens_to_the_right_in_exact_colours(theme: Theme) -> None:
    values = np.full((4, 3), -1.0)
    values[2, 0] = 1.0
    shown = pixels(image(only("hidden_state", values), 900, 300, 1, theme))
    # The legend's colour bar has some pixels of both colours too, but not so many in a row.
    everything = box(has(shown, theme.negative) | has(shown, theme.positive), least=40)
    cell = box(has(shown, theme.positive), least=20)
    left = (cell.left() - everything.left()) / everything.width()
    assert left == pytest.approx(2 / 4, abs=0.01)
    assert cell.width() / everything.width() == pytest.approx(1 / 4, abs=0.01)
    assert cell.top() - everything.top() <= 2
    assert cell.height() / everything.height() == pytest.approx(1 / 3, abs=0.03)


@THEMES
def test_every_cell_has_the_colour_of_its_value(theme: Theme) -> None:
    values = np.linspace(-1.0, 1.0, 12).reshape(4, 3)
    colours = table("signed", theme)
    shown = pixels(image(only("hidden_state", values), 900, 300, 1, theme))
    first = has(shown, theme.negative)
    first[:, : box(first, least=20).left()] = False
    corner = box(first, least=20)
    for token in range(4):
        for unit in range(3):
            x = corner.center().x() + token * corner.width()
            y = corner.center().y() + unit * corner.height()
            expected = colours[1 + round((values[token, unit] + 1) * 127), :3]
            assert np.abs(shown[y, x].astype(int) - expected).max() <= 2, (token, unit)


def test_the_chosen_order_reorders_the_rows() -> None:
    values = np.array([[-1.0, -1.0, -1.0], [-1.0, -1.0, 1.0]])
    plain = pixels(image(only("hidden_state", values), 900, 300))
    sorted_ = pixels(image(only("hidden_state", values, Focus(order="last value")), 900, 300))
    below, above = (box(has(shown, LIGHT.positive), least=20) for shown in (plain, sorted_))
    assert below.top() > above.bottom()


@THEMES
def test_names_words_and_caption_are_really_written(theme: Theme) -> None:
    with_text = pixels(image(heatmap([run("one two three four")], Focus()), 1100, 640, 1, theme))
    labels, words, caption = with_text[:600, :145], with_text[588:612, 160:], with_text[612:, :]
    for place, least in ((labels, 2500), (words, 250), (caption, 400)):
        assert ink(place, theme.surface).sum() > least


def test_the_cursor_frames_its_token_alone() -> None:
    values = np.zeros((4, 3))
    shown = pixels(image(only("hidden_state", values, Focus(token=3)), 900, 300))
    frame = box(like(shown, LIGHT.accent, LIGHT.surface), least=60)
    # The map ends at the margin, a quarter of it belongs to the last of four tokens.
    assert frame.right() > 870
    assert 150 < frame.width() < 210
    assert not has(pixels(image(only("hidden_state", values), 900, 300)), LIGHT.accent).any()


def test_not_a_number_is_marked() -> None:
    values = np.zeros((4, 3))
    values[1, 1] = np.nan
    shown = pixels(image(only("hidden_state", values), 900, 300))
    assert box(has(shown, LIGHT.bad), least=20).width() > 150


def test_compare_has_every_model_under_its_name() -> None:
    plot = heatmap([run(cell="rnn"), run(cell="lstm")], Focus())
    shown = pixels(image(plot, 1100, 640))
    names = [box(has(shown, LIGHT.cell_hue(cell))) for cell in ("rnn", "lstm")]
    assert names[0].bottom() < names[1].top()


@pytest.mark.parametrize("text", ["", "one", "wort " * 60, "wort " * 3000])
@pytest.mark.parametrize("size", [(60, 40), (1100, 640)])
def test_every_length_and_size_can_be_painted(text: str, size: tuple[int, int]) -> None:
    picture = image(heatmap([run(text), run(text, cell="gru")], Focus(token=0)), *size)
    assert ink(pixels(picture), LIGHT.surface).any()


def test_an_empty_sentence_says_so() -> None:
    shown = pixels(image(heatmap([run("")], Focus()), 1100, 640))
    assert ink(shown[280:360, 300:800], LIGHT.surface).sum() > 500


def ranges_drawn(plot, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, float, str]]:
    """The ends and the table of every bar of colours in a picture."""
    bars: list[tuple[float, float, str]] = []
    paint = ColourBar.paint

    def noted(self, painter, left, baseline, low, high, colours, theme):
        bars.append((low, high, colours))
        return paint(self, painter, left, baseline, low, high, colours, theme)

    monkeypatch.setattr(ColourBar, "paint", noted)
    image(plot, *size)
    return bars


@pytest.mark.parametrize("height", [170, 200, 250, 600])
def test_a_single_model_has_its_ranges_however_low_its_maps_are(height: int, monkeypatch: pytest.MonkeyPatch) -> None:
    plot = heatmap([run(text="a b c", signals={"cell_state": np.full((3, 3), 1.4)})], Focus())
    expected = {(one.low, one.high, one.table) for one in plot.panels}
    assert set(ranges_drawn(plot, (700, height), monkeypatch)) == expected


def test_low_maps_leave_their_ranges_out_only_where_nothing_would_be_left(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ranges_drawn(heatmap([run()], Focus()), (340, 100), monkeypatch) == []


def test_a_range_beside_a_models_name_says_that_values_lie_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(0).uniform(-2.0, 2.0, (200, 3)).astype(np.float32)
    values[50, 2] = 70.0
    text = " ".join(["w"] * 200)
    both = [run(text, signals={"cell_state": values}), run(text, cell="rnn")]
    bars = ranges_drawn(heatmap(both, Focus()), (700, 260), monkeypatch)
    assert [table for low, high, table in bars if high > 1.0] == ["signed" + OUTSIDE]
