"""Every option that a view takes can be set in the figure dialog, and is in the code, the command and the scene."""

import shlex
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox

import gatescope as gs
from gatescope.app.figures.option_controls import CONTROLS
from gatescope.app.figures.signals_menu import SignalsMenu
from gatescope.cli.main import main
from gatescope.engine.interventions import Clamp, Interventions
from gatescope.plots.by_name import MODEL_VIEWS, RUN_VIEWS
from gatescope.plots.view_options import options_of
from gatescope.session.scene.view_options import OPTIONS, parse_view_option, write_view_option
from tests.app.figures.test_figure_dialog import LONG, SENTENCE, drawn, written

VIEWS = (*RUN_VIEWS, *MODEL_VIEWS)
WORDS = {"units": "u3,u1", "against": "The food was good"}


@pytest.fixture
def figures(qtbot, desktop):
    session, figures = desktop.session, desktop.controller.composing
    session.edit_text(SENTENCE, len(SENTENCE))
    session.intervene("sentiment-lstm", Interventions((Clamp("forget_gate", 0.25),)), label="Hold")
    qtbot.waitUntil(lambda: session.snapshot.text == SENTENCE and not session.computing, timeout=LONG)
    return figures


def set_all(form, view):
    """Set every option of the view by its control, as a person does; return the names of what was set."""
    found = set()
    for control in form.controls:
        if not control.isVisible():
            continue
        found |= set(control.options)
        field = control.field
        if isinstance(field, SignalsMenu):
            next(one for one in field.menu().actions() if one.data() == "cell_state").trigger()
        elif isinstance(field, QLineEdit):
            field.setText(WORDS[control.options[0]] if view not in ("traces", "cell", "average", "ledger") else "u3")
            field.editingFinished.emit()
        elif isinstance(field, QSpinBox):
            field.setValue(2)
        elif isinstance(field, QComboBox):
            field.setCurrentIndex(field.count() - 1)
            field.activated.emit(field.count() - 1)
    return found


def show_only(qtbot, figures, *views):
    for view in views:
        figures.show_view(view)
    chips = figures.dialog.content.chips
    for chip in chips.chips:
        if chip.name not in views:
            chip.removed.emit()
    figures.dialog.file.formats.choose(0)
    return drawn(qtbot, figures)


def check_code(qtbot, figures, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    code = figures.drawing.code
    assert code.exact
    assert written(qtbot, figures, monkeypatch, tmp_path / "saved.png") == ""
    exec(code.python, {})
    bare = Path("figure.png").read_bytes()
    Path("figure.png").unlink()
    assert main(shlex.split(code.command)[1:]) == 0
    assert Path("figure.png").read_bytes() == bare
    gs.render_scene("saved.png", "again.png", carried=False)
    gs.render_scene("figure.png", "once more.png", carried=False)
    assert Path("again.png").read_bytes() == Path("once more.png").read_bytes()


@pytest.mark.parametrize("view", VIEWS)
def test_every_option_is_set_in_the_dialog_and_said_by_the_code(view, qtbot, figures, monkeypatch, tmp_path):
    show_only(qtbot, figures, view)
    form = figures.dialog.content.options
    assert form.view == view
    assert set_all(form, view) == set(options_of(view))
    composed = drawn(qtbot, figures)
    assert composed.missing == ()
    assert set(composed.views[view].own) == set(options_of(view))
    check_code(qtbot, figures, monkeypatch, tmp_path)


def test_options_are_of_one_view_and_go_back_to_the_window(qtbot, figures, monkeypatch, tmp_path):
    show_only(qtbot, figures, "traces", "gradients", "units")
    content = figures.dialog.content
    content.chips.chips[0].picked.emit()
    set_all(content.options, "traces")
    content.chips.chips[2].picked.emit()
    assert content.options.view == "units"
    units = next(one for one in content.options.controls if one.options == ("units",))
    units.field.setText("u5-7")
    units.field.editingFinished.emit()
    composed = drawn(qtbot, figures)
    assert composed.views["traces"].options["units"] == (3,)
    assert composed.views["units"].options["units"] == (5, 6, 7)
    assert "units" not in composed.views["gradients"].options
    assert "--per-view=units.units=u5-7" in figures.drawing.code.command
    check_code(qtbot, figures, monkeypatch, tmp_path)
    content.options.reset.click()
    assert drawn(qtbot, figures).views["units"].own == {}
    assert not content.options.reset.isVisible()
    units.field.setText("u5-")
    units.field.editingFinished.emit()
    assert units.field.text() == ""


def test_the_table_of_options_is_whole():
    named = {option for make in CONTROLS for option in make().options}
    assert named == set(OPTIONS) == {option for view in VIEWS for option in options_of(view)}
    for text in (
        "traces.units=u3,u7-9",
        "gradients.of=readout:sentiment",
        "traces.token=",
        "layers.signals=cell_state",
    ):
        assert write_view_option(parse_view_option(text)) == text


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"traces": {"of": "last"}}, "'of' means nothing for the view 'traces'"),
        ({"ledger": {"units": "u1"}}, "options are given of the view 'ledger', which is not in the figure"),
        ({"traces": {"token": "x"}}, "'x' is no token; write a whole number"),
        ({"traces": {"colour": "red"}}, "'colour' is no option of a single view"),
    ],
)
def test_what_means_nothing_is_said(own, words, tmp_path):
    with pytest.raises(gs.GateScopeError, match=words):
        gs.figure(gs.trace("sentiment-gru", "a film"), ["traces", "gradients"], per_view=own, path=tmp_path / "a.png")


def test_a_command_that_says_no_option_is_refused(capsys):
    line = "render --model sentiment-gru --view traces,units a -o a.png --per-view=traces.colour=red"
    with pytest.raises(SystemExit):
        main(line.split())
    assert "is no option of a view; write VIEW.OPTION=VALUE" in capsys.readouterr().err
