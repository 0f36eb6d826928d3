"""What stands on the screen is what painting all of it anew would show, whatever was done before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop
from gatescope.session.document.document import Focus
from gatescope.session.document.shading import Shading
from gatescope.views.tokens.token_view import TokenView

TEXT = "The film was not good at all, but the end of it was absolutely wonderful to me."


def on_screen(desktop: Desktop) -> QImage:
    window = desktop.window
    return window.screen().grabWindow(window.winId()).toImage()


def painted_anew(desktop: Desktop) -> QImage:
    return desktop.window.grab().toImage()


def same(left: QImage, right: QImage) -> bool:
    wanted = QImage.Format.Format_RGB32
    return left.convertToFormat(wanted) == right.convertToFormat(wanted)


@pytest.fixture
def settle(qtbot: QtBot, desktop: Desktop) -> Callable[[], None]:
    """Wait until everything that was asked for is painted, and hold it against a paint of the whole window."""
    QApplication.setCursorFlashTime(0)
    session = desktop.session

    def wait() -> None:
        qtbot.waitUntil(lambda: not session.computing and session.snapshot is not None)
        qtbot.waitUntil(lambda: session.snapshot.text == session.document.text)
        qtbot.waitUntil(lambda: same(on_screen(desktop), painted_anew(desktop)))

    return wait


@pytest.mark.slow
@pytest.mark.parametrize("compared", [False, True], ids=["one", "compared"])
def test_no_pixel_is_older_than_the_rest(
    qtbot: QtBot, desktop: Desktop, settle: Callable[[], None], compared: bool
) -> None:
    session, window = desktop.session, desktop.window
    window.resize(1280, 820)
    names = [name for name, model in session.document.models.items() if model.family == "sentiment"]
    session.show(names if compared and len(names) > 1 else names[:1])
    session.edit_text(TEXT, len(TEXT))
    settle()
    editor = window.sentence.focusProxy()
    assert editor is not None
    for key in " rather b":
        qtbot.keyClicks(editor, key)
        settle()
    for _ in range(4):
        qtbot.keyClick(editor, Qt.Key.Key_Backspace)
        settle()
    for _ in range(3):
        session.step(-1)
        settle()
    for signal in ("hidden_state", "readout"):
        session.change_focus(shading=Shading(signal))
        settle()
    for order in ("similarity", "index"):
        session.change_focus(order=order)
        settle()
    _drag_a_weight(desktop, session.focus)
    settle()
    desktop.controller.actions["theme_dark"].trigger()
    settle()
    window.resize(1100, 760)
    settle()
    session.edit_text("", 0)
    settle()


def _drag_a_weight(desktop: Desktop, focus: Focus) -> None:
    network = desktop.session.document.networks[focus.model]
    key = next(key for key in network.keys() if ".U." in key)  # noqa: SIM118
    array = network.array(key).copy()
    array[0, 0] += 0.5
    desktop.session.set_parameters(focus.model, {key: array}, label="A weight", gesture=object())


def test_one_key_is_answered_by_one_paint(qtbot: QtBot, desktop: Desktop, settle: Callable[[], None]) -> None:
    """Chips, maps and lines of one snapshot appear together, and not in turns."""
    session = desktop.session
    session.edit_text(TEXT, len(TEXT))
    settle()
    told: list[str] = []
    session.snapshot_changed.connect(lambda _: told.append("snapshot"))
    desktop.window.painted.connect(lambda _: told.append("paint"))
    for view in (desktop.window.heatmaps, *desktop.window.dock_host.views.values()):
        if isinstance(view, TokenView) and view.isVisible():
            view._plot_area.viewport().installEventFilter(_Witness(desktop.window, told))
    session.edit_text(TEXT + " so", len(TEXT) + 3)
    qtbot.waitUntil(lambda: "snapshot" in told and "plot" in told[told.index("snapshot") :])
    qtbot.wait(50)
    after = told[told.index("snapshot") + 1 :]
    plots = [place for place, what in enumerate(after) if what == "plot"]
    assert plots
    assert "paint" not in after[plots[0] : plots[-1]]


class _Witness(QObject):
    def __init__(self, parent: QObject, told: list[str]) -> None:
        super().__init__(parent)
        self._told = told

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._told.append("plot")
        return False


def test_a_window_that_grows_lays_its_docks_out_once(qtbot: QtBot, desktop: Desktop) -> None:
    window = desktop.window
    window.resize(1200, 800)
    qtbot.wait(20)
    sizes: list[tuple[int, int]] = []
    window.heatmaps._plot_area.laid_out.connect(lambda: sizes.append(window.heatmaps._plot_area.size().toTuple()))
    window.resize(1300, 850)
    qtbot.wait(20)
    assert len(set(sizes)) == 1
