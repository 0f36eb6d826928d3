"""Captions: fields take their values from the runs, and what is not known stays in sight."""

from dataclasses import dataclass, replace

import pytest

from gatescope.app.figures.caption_fields import filled, general_fields, own_caption, panel_fields
from gatescope.plots.by_name import RUN_VIEWS, Choice
from gatescope.plots.description import Plot
from gatescope.plots.figure.compose import caption_of
from gatescope.plots.figure.figure import Figure, Panel
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


@dataclass(frozen=True, eq=False)
class FoundPlot(Plot):
    """A plot with a finding."""

    def facts(self):
        return {"Title": "Flow", "Finding": "It <b>fades</b>."}


@pytest.fixture(scope="module")
def panels(run):
    maps = RUN_VIEWS["heatmap"].describe([run], Focus(model=run.model, part=run.network.parts[-1]), Choice())
    flow = FoundPlot(caption=maps.caption)
    return [Panel(plot, plot.facts()["Title"], name) for name, plot in (("gradients", flow), ("heatmap", maps))]


def test_fields_of_views(panels):
    found = panel_fields(panels, ["a", ""])
    assert (found["letter gradients"], found["letter heatmap"]) == ("**a,**", "")
    assert (found["title heatmap"], found["finding heatmap"]) == ("Gates and states", "")
    assert found["about gradients"] == f"{found['title gradients']}: {found['finding gradients']}"
    assert found["of"].startswith("LSTM")


@pytest.mark.parametrize("letters", ["abc", "ABC", "none"])
def test_the_own_caption_is_that_of_a_script(panels, letters):
    figure = Figure(panels=tuple(panels), letters=letters)
    values = panel_fields(panels, [figure.letter(at) for at in range(2)])
    assert filled(own_caption(["gradients", "heatmap"]), values) == caption_of(panels, letters)


def test_what_is_not_known_stays():
    assert filled("{word} of {nothing} {A} {}\n  and", {"word": "{nothing}"}) == "{nothing} of {nothing} {A} {} and"
