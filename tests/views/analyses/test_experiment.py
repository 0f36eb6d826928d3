"""The family beside a model in Gradient flow, and the controls of its experiments."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton, QSlider
from pytestqt.qtbot import QtBot

from gatescope.analysis.experiment.experiment import LONGEST, Experiment
from gatescope.analysis.experiment.family import Member, MemberFlow
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.document.document import Document, Focus
from gatescope.session.run.snapshot import Run
from gatescope.views.analyses.gradient_flow import GradientFlowView
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.weights.knobs import Knob
from tests.cli.toys import model
from tests.plots.builders import flow, run, snapshot
from tests.views.helpers import focus_on, settle

TEXT = "the food was not good"


class Asked(GradientFlowView):
    """Keeps its questions."""

    def __init__(self) -> None:
        super().__init__()
        self.questions: list[Question] = []
        self.asked.connect(self.questions.append)

    @property
    def tried(self) -> object:
        return dict(self.questions[-1].about).get("experiment")

    @property
    def drawn(self) -> GradientFlowPlot:
        plot = self.plot()
        assert plot is not None
        return plot


@pytest.fixture
def view(qtbot: QtBot) -> Asked:
    view = Asked()
    view.resize(840, 320)
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    return view


def show(view: Asked, *runs: Run) -> None:
    made = snapshot(*runs)
    view.show_snapshot(made, focus_on(made))


def answer(view: Asked, *members: Run, tokens: int = 5) -> None:
    """Answer for the one run, and for members beside it, over so many tokens."""
    long = [run(" ".join(["w"] * tokens), one.network.cell.name) for one in members]
    found = tuple(
        MemberFlow(one.model if at else "", flow(other))
        for at, (one, other) in enumerate(zip(members, long, strict=True))
    )
    view.take_answer(view.questions[-1], Answer((found,), ("",)))
    settle()


def answer_plain(view: Asked) -> None:
    """Answer for what is asked of one run alone."""
    runs = view.questions[-1].runs
    view.take_answer(view.questions[-1], Answer(tuple(flow(one) for one in runs), ("",) * len(runs)))
    settle()


def family() -> Document:
    models = {one.name: one for one in (model("rnn"), model("gru"), model("lstm"))}
    other = replace(model("lstm", "another"), card={"family": "another"})
    models[other.name] = other
    networks = {name: one.network for name, one in models.items()}
    return Document(models=MappingProxyType(models), networks=MappingProxyType(networks), shown=("toy-lstm",))


def test_one_model_is_asked_about_with_its_family_beside_it(view: Asked) -> None:
    document = family()
    view.show_document(document, Focus())
    show(view, run(TEXT))
    question = view.questions[-1]
    assert question.analysis == "family flow"
    members = dict(question.about)["members"]
    assert members == (
        Member("toy-rnn", document.networks["toy-rnn"]),
        Member("toy-gru", document.networks["toy-gru"]),
    )
    answer(view, run(TEXT), run(TEXT, "rnn"), run(TEXT, "gru"))
    assert [line.label for line in view.drawn.lines] == ["RNN", "GRU", "LSTM", "LSTM"]
    # Another document with the same models, as at every key, is no other question.
    view.show_document(replace(document, text="x"), Focus())
    view.ask()
    assert len(view.questions) == 1


def test_compare_and_a_model_alone_ask_as_ever(view: Asked) -> None:
    view.show_document(family(), Focus())
    show(view, run(TEXT, "gru"), run(TEXT))
    assert view.questions[-1].analysis == "gradient flow"
    show(view, run(TEXT, model="stranger"))
    assert view.questions[-1].analysis == "gradient flow"


def test_an_experiment_is_asked_and_drawn_over_an_axis_of_its_own(view: Asked) -> None:
    show(view, run(TEXT))
    opener = next(button for button in view.findChildren(QPushButton) if button.text() == "Experiment")
    assert opener.toolTip()
    opener.click()
    assert view.questions[-1].analysis == "gradient flow"
    (slider,) = (one for one in view.findChildren(QSlider) if one.accessibleName() == "Length of the text")
    slider.setValue(slider.maximum())
    assert view.tried == Experiment(LONGEST)
    assert view.questions[-1].analysis == "family flow"
    answer(view, run(TEXT), tokens=40)
    assert len(view.drawn.tokens) == LONGEST
    assert view._picture.layout_now is None or view.grab()
    view.grab()
    layout = view._picture.layout_now
    assert layout is not None
    assert layout.stretch == (0.0, float(LONGEST))
    next(button for button in view.findChildren(QPushButton) if button.text() == "Reset").click()
    assert view.questions[-1].analysis == "gradient flow"
    assert slider.value() == 0


def test_gain_fill_and_clipping_are_choices_of_the_view(view: Asked) -> None:
    show(view, run(TEXT))
    view._tried.opener.click()
    knobs = {knob.toolTip().split()[0]: knob for knob in view.findChildren(Knob)}
    knobs["Multiply"].turned.emit(1.2, None)
    assert view.tried == Experiment(gain=1.2)
    knobs["Multiply"].turned.emit(7.0, None)
    assert view.tried == Experiment(gain=1.5)
    menus = {menu.accessibleName(): menu for menu in view.findChildren(ChoiceMenu)}
    menus["Clipping"].segment_picked.emit("value")
    knobs["The"].turned.emit(0.25, None)
    assert view.tried == Experiment(gain=1.5, clip="value", most=0.25)
    view._tried._change(tokens=2000)
    menus["How the text is made longer"].segment_picked.emit("pad")
    assert view.tried == Experiment(2000, True, 1.5, "value", 0.25)
    assert view.questions[-1].analysis == "long family flow"
    view._tried.opener.click()
    assert not view._tried.isVisible()
    assert view.questions[-1].analysis == "gradient flow"


def test_in_a_low_dock_the_controls_take_the_place_of_the_legend(view: Asked) -> None:
    show(view, run(TEXT))
    answer_plain(view)
    assert view._tools.isVisible()
    view.resize(590, 170)
    view._tried.opener.click()
    view._tried._change(tokens=100, clip="norm")
    settle()
    assert not view._tools.isVisible()
    assert view._tried.opener.parent() is view._tried
    assert view._tried.height() <= 60
    view._tried.opener.click()
    settle()
    assert view._tools.isVisible()
    assert view._tried.opener.isVisible()
    assert view._tried.opener.parent() is view._tools


def test_the_picture_says_what_is_tried(view: Asked) -> None:
    show(view, run(TEXT))
    view._tried.opener.click()
    view._tried._change(gain=1.2)
    answer(view, run(TEXT))
    assert view.drawn.caption.endswith("recurrent gain 1.20")
    assert "gain 1.20: " in view._picture.accessibleDescription()
    assert np.isfinite(view.drawn.high)
