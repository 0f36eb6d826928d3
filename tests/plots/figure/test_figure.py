"""What a composed figure is, what it refuses, and what its caption says."""

from __future__ import annotations

import pytest

from gatescope.errors import UsageError
from gatescope.plots.figure.compose import caption_of, panels_of
from gatescope.plots.figure.figure import Figure, Panel, columns_of
from gatescope.plots.figure.grey import darkened, grey_contrast
from gatescope.plots.figure.styles import PRINT, PRINT_CONTRAST, Style, look_of
from gatescope.plots.theme import DARK, LIGHT
from tests.plots.units.real import SENTENCE, real_run


def panels() -> tuple[Panel, ...]:
    return panels_of(["gradients", "ledger"], [real_run()])


def test_panels_follow_the_names_and_each_choice_goes_to_the_views_that_know_it() -> None:
    found = panels_of(
        ["heatmap", "gradients"], [real_run()], choices={"units": (1,), "signals": (), "step": None}, token=1
    )
    assert [panel.name for panel in found] == ["heatmap", "gradients"]
    assert [panel.title for panel in found] == ["Gates and states", "Gradient flow"]
    assert all(panel.plot.cursor == 1 for panel in found)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("views", "choices", "sentence"),
    [
        (["heatmaps"], {}, "there is no view 'heatmaps'; there are heatmap, "),
        (["heatmap"], {"step": 2}, "a choice of step means nothing for the views heatmap"),
        (["weights"], {}, "the weights are a model's"),
    ],
)
def test_what_cannot_be_a_panel(views: list[str], choices: dict[str, int], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        panels_of(views, [real_run()], choices=choices)


def test_the_caption_tells_every_panel_and_once_what_they_are_of() -> None:
    said = caption_of(panels())
    assert said.startswith("**a,** Gradient flow: LSTM ")
    assert " **b,** Memory ledger: After “wonderful” " in said
    assert said.count("“the food was not good at all but the service was wonderful”") == 1
    assert "<" not in said
    assert caption_of(panels()[:1]).startswith("Gradient flow: ")
    assert "**B,** " in caption_of(panels(), "ABC")
    assert "**" not in caption_of(panels(), "none")


def test_the_caption_names_the_models_once_where_one_view_shows_fewer() -> None:
    runs = [real_run(), real_run("rnn")]
    said = caption_of(panels_of(["gradients", "ledger"], runs))
    assert said.count("toy-rnn") == said.count("toy-lstm") == 1


def test_half_a_narrow_page_is_no_column_unless_it_is_asked_for() -> None:
    assert [columns_of(None, 2, width) for width in (85.0, 114.0, 139.9, 140.0, 174.0)] == [1, 1, 1, 2, 2]
    assert (columns_of(None, 1, 174.0), columns_of(None, 3), columns_of(2, 2, 85.0)) == (1, 2, 2)


def test_letters() -> None:
    assert [Figure(panels=panels()).letter(at) for at in range(2)] == ["a", "b"]
    assert Figure(panels=panels(), letters="ABC").letter(1) == "B"
    assert Figure(panels=panels(), letters="none").letter(1) == ""
    assert Figure(panels=panels()[:1]).letter(0) == ""


@pytest.mark.parametrize(
    "field",
    [
        {"columns": 0},
        {"width_mm": float("nan")},
        {"width_mm": 1e9},
        {"height_mm": -1.0},
        {"text_pt": 0.0},
        {"letters": "123"},
        {"legend": "nowhere"},
        {"panels": ()},
    ],
)
def test_a_figure_refuses_what_it_cannot_be(field: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Figure(**{"panels": panels(), **field})  # type: ignore[arg-type]


def test_its_facts_are_those_of_its_panels_each_once() -> None:
    facts = Figure(panels=panels(), caption="what").facts()
    assert facts == {
        "Title": "Gradient flow, Memory ledger",
        "Cell": "LSTM",
        "Model": "toy-lstm",
        "Sentence": SENTENCE,
    }


def test_in_print_every_hue_is_dark_enough_on_paper() -> None:
    for hue in ("forget_gate", "candidate", "hidden_state", "cell:rnn", "cell:gru", "guess:3", "opened", "readout"):
        assert grey_contrast(PRINT.line(hue), "#FFFFFF") >= PRINT_CONTRAST
    assert darkened("#000000", "#FFFFFF", 4.5) == "#000000"
    assert grey_contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_only_a_figure_for_the_screen_follows_the_window() -> None:
    assert look_of(Style.SCREEN, DARK).theme is DARK
    assert look_of(Style.PRINT, DARK).theme.surface == "#FFFFFF"
    assert look_of(Style.SLIDE).text_pt == 18.0
    assert look_of(Style.PRINT, LIGHT).dashed
