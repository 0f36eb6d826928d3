"""The answers of a card: all of them are in sight, at every width."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gatescope.views.lessons.answers import Answers


def test_no_answer_is_cut_off_once_the_card_gets_narrower(qtbot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    answers = Answers(page)
    column.addWidget(answers)
    column.addStretch()
    page.resize(840, 400)
    page.show()
    answers.show_answers(("About as far", "Twice as far or more", "Less far"), None, None)
    qtbot.wait(20)
    assert len({button.y() for button in answers.buttons}) == 1
    for width in (440, 840, 440):
        page.resize(width, 400)
        qtbot.wait(20)
        assert answers.height() == answers.heightForWidth(answers.width())
        assert all(answers.rect().contains(button.geometry()) for button in answers.buttons)
