"""The sentences to try, beside the editor: those of the model in front, from a menu or a key."""

from dataclasses import replace

import pytest

from gatescope.formats.core.model import Model
from gatescope.session.document.document import Document, Focus
from gatescope.views.sentence.examples_button import examples_of
from gatescope.views.sentence.sentence_view import SentenceView
from tests.plots.builders import network

CARD = {"example": "a b", "examples": ["a & b", "a b", "two\nlines", "long " * 40, 7, ""]}


def shown(model: Model) -> SentenceView:
    view = SentenceView()
    view.show_document(Document(models={"toy": model}, networks={"toy": model.network}, shown=("toy",)), Focus("toy"))
    return view


def test_each_sentence_of_the_card_is_offered_once(qtbot):
    view = shown(Model("toy", network(), None, None, card=CARD))
    qtbot.addWidget(view)
    actions = view.examples.menu().actions()
    assert [action.data() for action in actions] == ["a b", "a & b", "two\nlines", "long " * 40]
    assert [action.text() for action in actions[:3]] == ["a b", "a && b", "two⏎lines"]
    assert actions[3].text().endswith("…")
    assert actions[3].toolTip() == "long " * 40
    assert not view.examples.isHidden()
    with qtbot.waitSignal(view.text_edited) as told:
        actions[1].trigger()
    assert told.args == ["a & b", 5]


@pytest.mark.parametrize("card", [{}, {"examples": "none"}, {"example": 3}])
def test_without_sentences_there_is_nothing_to_press(qtbot, card):
    view = shown(Model("toy", network(), None, None, card=card))
    qtbot.addWidget(view)
    assert view.examples.isHidden()
    assert not view.examples.menu().menuAction().isEnabled()


def test_vectors_are_no_sentences(qtbot):
    assert examples_of(Model("toy", replace(network(), embedding=None), None, None, card=CARD)) == ()


def test_a_narrow_window_leaves_the_room_to_the_sentence(qtbot):
    view = shown(Model("toy", network(), None, None, card=CARD))
    qtbot.addWidget(view)
    view.resize(1300, 90)
    view.show()
    wide = view.examples.sizeHint().width()
    view.resize(900, 90)
    assert view.examples.sizeHint().width() < wide / 2
