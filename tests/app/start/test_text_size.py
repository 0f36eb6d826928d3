"""The size of text that was chosen last time, in the whole window from its first frame on."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QMenuBar, QToolButton, QWidget

from gatescope.app.start.application import Desktop, make_application
from gatescope.session.settings import Settings

OF_THE_FONT = QMenuBar | QToolButton | QLineEdit | QComboBox


def sizes(desktop: Desktop) -> dict[str, int]:
    """Return the pixels of text of all that takes the font of the application, by class and name."""
    window = desktop.window
    widgets: list[QWidget] = [one for one in window.findChildren(QWidget) if isinstance(one, OF_THE_FONT)]
    widgets += window.findChildren(QLabel, "DockTitle")
    return {
        f"{type(one).__name__} {one.accessibleName() or one.objectName()}": one.fontInfo().pixelSize()
        for one in widgets
        if one.isVisible()
    }


def test_the_remembered_size_of_text_is_that_of_the_window_at_the_next_start(qtbot, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("gatescope.session.session.Session.start_warm_up", lambda self: None)
    make_application(["gatescope"])
    settings = Settings(tmp_path / "gatescope.ini")
    settings.zoom = 1.4
    desktop = Desktop(settings)
    try:
        desktop.show()
        qtbot.waitUntil(lambda: desktop.session.snapshot is not None)
        at_start = sizes(desktop)
        # Away and back again, as a person would who sees small words.
        desktop.controller.design.zoom(-1)
        desktop.controller.design.zoom(1)
        assert at_start == sizes(desktop)
        assert at_start["QMenuBar "] == round(13 * 1.4)
    finally:
        desktop.close()
        desktop.window.deleteLater()
        qtbot.wait(0)
