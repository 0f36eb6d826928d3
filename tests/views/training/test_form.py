"""The form: every task's recipe comes out as it went in, what is wrong is named, and a run locks the fields."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gatescope.plots.theme import LIGHT
from gatescope.training.dropout import Dropout
from gatescope.training.tasks.option import Option
from gatescope.training.tasks.registry import TASKS
from gatescope.training.tasks.task import Material
from gatescope.views.training.fields import NumberField, TruthField, option_field
from gatescope.views.training.recipe_fields import RecipeFields
from gatescope.views.training.train_view import TrainView
from gatescope.words import spoken_in
from tests.plots.training.runs import shown


@pytest.mark.parametrize("name", list(TASKS))
@pytest.mark.usefixtures("qtbot")
def test_a_recipe_comes_out_as_it_went_in(name: str) -> None:
    task = TASKS[name]
    options = {option.name: option.default for option in task.options}
    fields = RecipeFields(task)
    assert fields.problem() == ""
    assert fields.recipe() == replace(task.recipe, options={**options, **task.recipe.options})
    settings = replace(
        task.recipe.settings, clip_norm=None, clip_value=0.5, optimiser="sgd", schedule="cosine", seed=7,
        dropout=Dropout(0.1, 0.2, 0.3),
    )  # fmt: skip
    other = replace(task.recipe, cell="gru", recurrent="identity", forget_bias=2.0, settings=settings, options=options)
    fields.show_recipe(other)
    assert fields.recipe() == other
    exact = replace(other, settings=replace(settings, learning_rate=10**-2.5, clip_value=1 / 3))
    fields.show_recipe(exact)
    assert fields.recipe() == exact
    off = replace(other, settings=replace(settings, clip_value=None))
    fields.show_recipe(off)
    assert fields.recipe() == off


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize(
    ("typed", "problem"),
    [("", True), ("abc", True), ("0", True), ("-1", True), ("nan", True), ("1e6", False), ("0.002", False)],
)
def test_a_learning_rate_is_a_number_above_0(typed: str, problem: bool) -> None:
    field = NumberField("learning rate", "tip", 0, above=True)
    field.setText(typed)
    assert bool(field.problem()) is problem
    if problem:
        assert field.problem() == "learning rate: a number above 0"


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize(("language", "shown"), [("en", "0.002"), ("de", "0,002")])
def test_a_number_is_shown_and_read_as_the_language_writes_it(language: str, shown: str) -> None:
    with spoken_in(language):
        field = NumberField("learning rate", "tip", 0, above=True)
        field.show_value(0.002)
        assert field.text() == shown
        assert (field.value(), field.problem()) == (0.002, "")
        field.setText("0.5")
        assert (field.value(), field.problem()) == (0.5, "")


@pytest.mark.usefixtures("qtbot")
def test_an_option_gets_the_field_of_its_kind() -> None:
    assert isinstance(option_field(Option("rewrites", True, "say no")), TruthField)
    whole = option_field(Option("most", 5, "how many", least=1, most=9))
    assert isinstance(whole, NumberField)
    whole.setText("2.5")
    assert whole.problem() == "most: a whole number from 1 to 9"
    word = option_field(Option("tokens", "word", "which", choices=("word", "letter")))
    assert word.value() == "word"


def form(qtbot) -> tuple[TrainView, list[tuple[str, object]]]:
    view = TrainView()
    qtbot.addWidget(view)
    view.set_theme(LIGHT)
    view.resize(520, 420)
    view.show()
    asked: list[tuple[str, object]] = []
    view.training_asked.connect(lambda deed, needed: asked.append((deed, needed)))
    return view, asked


def test_run_asks_for_what_the_form_says(qtbot) -> None:
    view, asked = form(qtbot)
    view.choose_task("two-units")
    view.fields.loop["learning rate"].show_value(1e6)
    view.do("run")
    ((deed, wish),) = asked
    assert deed == "start"
    assert (wish.task, wish.recipe.settings.learning_rate) == ("two-units", 1e6)  # type: ignore[attr-defined]


def test_the_form_begins_with_a_task_that_can_be_run(qtbot, tmp_path) -> None:
    view, _ = form(qtbot)
    assert view.plan.deed == "start"
    for name in ("sentiment", "names", "classify", "no task"):
        view.begin_with(name)
        assert view.task.name == "agreement"
    view.begin_with("recall")
    assert view.task.name == "recall"
    view.show_material(Material(data=tmp_path / "own.csv"))
    view.begin_with("sentiment")
    assert (view.task.name, view.plan.deed) == ("sentiment", "start")


def test_fields_are_locked_while_it_runs_and_run_becomes_pause(qtbot) -> None:
    view, asked = form(qtbot)
    view.choose_task("two-units")
    view.do("run")
    view.show_training((), shown(condition="running"))
    assert not view._content.isEnabled()
    assert view.deeds._buttons["run"].text() == "Pause"
    view.do("run")
    view.show_training((), shown())
    assert view._content.isEnabled()
    for deed in ("run", "step", "stop", "rewind", "keep"):
        view.do(deed)
    assert [deed for deed, _ in asked[1:]] == ["pause", "go_on", "step_batch", "stop", "rewind", "keep_as"]


def test_what_is_not_possible_is_not_asked(qtbot) -> None:
    view, asked = form(qtbot)
    view.choose_task("sentiment")
    assert not view.plan.bad
    for deed in ("run", "step", "stop", "rewind", "keep"):
        view.do(deed)
    assert asked == []
    assert view.plan.bad
    assert "choose the folder that holds rt_polarity" in view.plan.words
    view.choose_task("two-units")
    view.fields.network["units"].setText("no")  # type: ignore[attr-defined]
    view._edit()
    assert view.plan.words == "units: a whole number from 1 to 1024"
    view.do("run")
    assert asked == []


def test_sources_are_asked_for_where_a_task_needs_them(qtbot, tmp_path) -> None:
    view, asked = form(qtbot)
    view.choose_task("sentiment")
    view._head._corpus.click()
    view._head._data.click()
    view.show_material(Material(data=tmp_path / "own.csv"))
    view._head._clear.click()
    assert [deed for deed, _ in asked] == ["choose_corpus", "choose_data", "clear_data"]
    assert view._head._data.text() == "File of your own: own.csv"
    view.choose_task("two-units")
    assert not view._head._corpus.isVisible()


@pytest.mark.parametrize("width", [300, 360, 520, 900])
def test_the_form_has_one_column_where_it_is_narrow_and_nothing_is_cut_off(qtbot, width: int) -> None:
    view, _ = form(qtbot)
    view.choose_task("two-units")
    view.resize(width, 400)
    qtbot.wait(20)
    assert view._grid is not None
    assert view._grid._columns == (1 if width < 400 else 2)
    assert view._content.width() <= view._area.viewport().width()
