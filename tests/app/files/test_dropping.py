"""Files dropped on the window."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QGraphicsView, QLabel

_NONE, _LEFT, _COPY = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for path in paths:
        path.write_text(path.stem)
    return paths


def mime(paths=(), text=""):
    data = QMimeData()
    if paths:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if text:
        data.setText(text)
    return data


def drag_over(widget, data):
    event = QDragEnterEvent(QPoint(5, 5), _COPY, data, _LEFT, _NONE)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def drop(widget, data):
    event = QDropEvent(QPointF(5, 5), _COPY, data, _LEFT, _NONE)
    QApplication.sendEvent(widget, event)


def hint(desktop):
    return desktop.window.findChild(QLabel, "DropHint")


@pytest.mark.parametrize("where", ["window", "sentence", "maps"])
def test_files_may_be_dropped_anywhere(qtbot, desktop, files, where):
    window = desktop.window
    widget = {"window": window, "sentence": window.sentence.focusProxy().viewport(), "maps": window.heatmaps}[where]
    data = mime(files)
    assert drag_over(widget, data)
    assert hint(desktop).isVisible()
    assert hint(desktop).text() == "Drop to open 2 files"
    drop(widget, data)
    assert not hint(desktop).isVisible()
    qtbot.waitUntil(lambda: not desktop.controller.loads.running)
    assert desktop.session.document.text == "two"


def test_a_drag_that_leaves_opens_nothing(desktop, files):
    before = desktop.session.document
    data = mime(files[:1])
    assert drag_over(desktop.window, data)
    assert hint(desktop).text() == "Drop to open one.txt"
    QApplication.sendEvent(desktop.window, QDragLeaveEvent())
    assert not hint(desktop).isVisible()
    assert desktop.session.document is before


def test_text_is_for_the_editor_and_a_page_of_the_web_for_nobody(desktop):
    assert not drag_over(desktop.window, mime(text="a film"))
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/model.pt")])
    assert not drag_over(desktop.window, web)
    assert not hint(desktop).isVisible()
    assert drag_over(desktop.window.sentence.focusProxy().viewport(), mime(text="a film"))
    QApplication.sendEvent(desktop.window.sentence.focusProxy().viewport(), QEvent(QEvent.Type.DragLeave))


def test_no_picture_takes_a_text_that_is_dragged_over_it(desktop):
    """A scene that is left without having been entered, because another widget was offered the text, warns."""
    views = desktop.window.findChildren(QGraphicsView)
    assert views
    assert not any(view.viewport().acceptDrops() for view in views)
