"""The finder of cut texts finds each kind, and nothing in a window whose texts can be read."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QTabBar, QWidget

from tests.window_text import cut_texts

TEXT = "the forget gate of unit 31"


def _tabs(parent):
    tabs = QTabBar(parent)
    tabs.addTab(TEXT)
    tabs.addTab(TEXT)
    tabs.setUsesScrollButtons(False)
    return tabs


def _combo(parent):
    combo = QComboBox(parent)
    combo.addItem(TEXT)
    return combo


def _field(parent):
    field = QLineEdit(parent)
    field.setPlaceholderText(TEXT)
    return field


KINDS = {
    "label": lambda parent: QLabel(TEXT, parent),
    "rich label": lambda parent: QLabel(f"<b>{TEXT}</b>", parent),
    "button": lambda parent: QPushButton(TEXT, parent),
    "check box": lambda parent: QCheckBox(TEXT, parent),
    "list": _combo,
    "field": _field,
    "tabs": _tabs,
}


@pytest.fixture
def window(qtbot):
    window = QWidget()
    window.resize(900, 200)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_is_found_where_it_is_cut_and_only_there(window, kind):
    widget = KINDS[kind](window)
    widget.setGeometry(0, 0, 800, 40)
    widget.show()
    assert cut_texts(window) == []
    widget.resize(60, 40)
    assert cut_texts(window)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "tabs"])
def test_a_text_that_is_told_by_a_tool_tip_may_be_cut(window, kind):
    widget = KINDS[kind](window)
    widget.setToolTip(TEXT)
    widget.setGeometry(0, 0, 60, 40)
    widget.show()
    assert cut_texts(window) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_beyond_the_edge_of_the_window_is_cut(window, kind):
    widget = KINDS[kind](window)
    widget.setToolTip(TEXT)
    widget.setGeometry(800, 0, 800, 40)
    widget.show()
    assert cut_texts(window)


def test_an_elided_text_needs_a_tool_tip(window):
    label = QLabel("the forget gate…", window)
    label.resize(400, 40)
    label.show()
    assert cut_texts(window)
    label.setToolTip(TEXT)
    assert cut_texts(window) == []
