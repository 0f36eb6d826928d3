"""Captions: fields take their values from the runs, and what is not known stays in sight."""

from dataclasses import replace

import pytest

from gatescope.app.figures.caption_fields import filled, general_fields, own_caption, panel_fields
from gatescope.plots.by_name import RUN_VIEWS, Choice
from gatescope.session.document.document import Focus
from tests.plots.builders import run as built_run


@pytest.fixture(scope="module")
def run():
    return built_run("the food was")


def test_fields_of_the_runs(run):
    focus = Focus(model=run.model, part=run.network.parts[-1], token=1)
    found = general_fields([run], focus)
    assert (found["model"], found["words"], found["word"]) == (run.model, "3", run.tokens.words()[1])
    assert found["sentence"] == run.tokens.text
    assert "word" not in general_fields([run], replace(focus, token=None))
    assert general_fields([], focus) == {}


def test_fields_of_a_view(run):
    plot = RUN_VIEWS["heatmap"].describe([run], Focus(model=run.model, part=run.network.parts[-1]), Choice())
    found = panel_fields("heatmap", "Gates and states", "b", plot)
    assert found == {
        "letter heatmap": "**b,**",
        "title heatmap": "Gates and states",
        "finding heatmap": plot.caption,
    }
    assert panel_fields("heatmap", "Gates and states", "", plot)["letter heatmap"] == ""


def test_the_own_caption_has_only_fields_that_there_are(run):
    values = panel_fields("ledger", "Memory ledger", "a", None) | panel_fields("what-if", "What if", "b", None)
    text = filled(own_caption(["ledger", "what-if"]), values)
    assert "{" not in text
    assert text == "**a,** Memory ledger: **b,** What if:"


def test_what_is_not_known_stays():
    assert filled("{word} of {nothing} {A} {}\n  and", {"word": "{nothing}"}) == "{nothing} of {nothing} {A} {} and"
