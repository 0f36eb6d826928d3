"""A label that gives way is cut at a letter, and tells the rest by its tool tip."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gatescope.views.base.elided_label import ElidedLabel
from tests.window_text import cut_texts

TEXT = "not finite first at token 3 “good”, forget gate of unit 31"


@pytest.fixture
def row(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    layout = QHBoxLayout(window)
    label = ElidedLabel(window)
    label.setStyleSheet("padding: 1px 8px; border: 1px solid red;")
    layout.addWidget(label)
    layout.addStretch(1)
    window.show()
    return window, label


@pytest.mark.parametrize("width", [120, 240, 900])
def test_it_shortens_itself_where_there_is_no_room(qtbot, row, width):
    window, label = row
    label.show_text(TEXT, "Undo the change.")
    window.resize(width, 60)
    qtbot.wait(10)
    assert (label.text() == TEXT) == (width == 900)
    assert label.text() == TEXT or label.text().endswith("…")
    assert cut_texts(window) == []
    assert label.toolTip() == f"<qt>{TEXT}<br>Undo the change.</qt>"
    window.resize(900, 60)
    qtbot.wait(10)
    assert label.text() == label.whole() == TEXT


def test_a_word_in_angle_brackets_is_no_tag(row):
    _window, label = row
    label.show_text("at “<b>”", "")
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert "“&lt;b&gt;”" in label.toolTip()


def test_a_text_of_its_own_size_pushes_it_together(qtbot, row):
    window, label = row
    other = QLabel("step 3.2 µs", window)
    other.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    window.layout().addWidget(other)
    label.show_text(TEXT, "")
    window.resize(260, 60)
    qtbot.wait(10)
    assert other.width() >= other.sizeHint().width()
    assert label.text().endswith("…")
