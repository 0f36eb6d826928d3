"""The glossary in the window: its page, the search of commands, and labels of signals."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest

from gatescope.app.commands.glossary_page import GlossaryPage
from gatescope.plots.glossary.terms import terms
from gatescope.plots.theme import DARK
from gatescope.views.maps.panel_label import PanelLabel


@pytest.fixture
def page(qtbot, desktop):
    QTest.keyClick(desktop.window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    found = desktop.window.findChild(GlossaryPage)
    qtbot.waitUntil(found.isVisible)
    return found


def test_it_lists_every_term_and_finds_them_while_one_types(page):
    said = page.page.toPlainText()
    assert all(term.name in said and term.says in said for term in terms())
    QTest.keyClicks(page.field, "carry")
    assert "cell state" in page.page.toPlainText()
    assert (page.count.text(), "forget gate" in page.page.toPlainText()) == ("1 term", False)
    QTest.keyClicks(page.field, " on")
    assert "called “carry on”" in page.count.text()
    page.field.setText("no such word " * 30)
    assert "…" in page.count.text()
    assert page.count.sizeHint().width() <= page.count.width()


def test_it_is_there_once_and_leaves_the_window_in_use(qtbot, desktop, page):
    desktop.controller.actions["glossary"].trigger()
    assert desktop.window.findChildren(GlossaryPage) == [page]
    assert not page.isModal()
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert page.isVisible()
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desktop.window.findChild(GlossaryPage) is None)
    desktop.controller.actions["glossary"].trigger()
    assert desktop.window.findChild(GlossaryPage).isVisible()


def test_a_signal_of_the_model_in_view_shades_the_words_from_there(qtbot, desktop, page):
    page.field.setText("forget gate")
    assert "Shade the words by it" in page.page.toPlainText()
    page.page.anchorClicked.emit(QUrl("shade:forget_gate"))
    assert desktop.session.focus.shading.quantity == "forget_gate"
    page.field.setText("update gate")
    assert page.page.toHtml().count("shade:update_gate") == 0
    desktop.session.show(["sentiment-gru"])
    assert page.page.toHtml().count("shade:update_gate") == 1


def test_it_follows_the_theme(desktop, page):
    desktop.controller.design.choose("dark")
    assert DARK.hue("forget_gate").lower() in page.page.toHtml().lower()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Γ_u", ["Γ_u: input gate", "Γ_u: update gate"]),
        ("keep gate", ["keep gate: forget gate", "keep gate: input gate"]),
        ("carry", ["carry: cell state"]),
        ("a", ["a: hidden state", "a: pre-activation"]),
    ],
)
def test_the_search_of_commands_knows_every_name_and_explains_it(qtbot, desktop, typed, names):
    search = desktop.window.search
    # QTest types no Greek.
    search.setText(typed)
    search.textEdited.emit(typed)
    found = search.found()[: len(names)]
    assert [action.iconText() for action in found] == names
    assert all(action.toolTip().endswith(".") for action in found)
    found[-1].trigger()
    page = desktop.window.findChild(GlossaryPage)
    assert names[-1].partition(": ")[2] in page.page.toPlainText()


def test_commands_come_before_terms_that_only_begin_so(desktop):
    desktop.window.search._search("res")
    names = [action.iconText() for action in desktop.window.search.found()]
    assert names.index("Reset all weights") < names.index("reset gate")


def test_labels_of_signals_name_what_they_are_called_elsewhere(qtbot, desktop):
    labels = desktop.window.findChildren(PanelLabel)
    qtbot.waitUntil(lambda: any(label.toolTip() for label in labels))
    tips = {label.accessibleName().partition(",")[0]: label.toolTip() for label in labels if label.toolTip()}
    assert "carry" in tips["cell state"]
    assert "keep gate" in tips["forget gate"]
