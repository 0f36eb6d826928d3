"""A window on a small screen, or under messages, shows everything that it is worked with."""

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox

from gatescope.app.window.compact import LEAST
from gatescope.app.window.messages import Offer

SMALL = QSize(903, 472)
"""What 1366 × 768 pixels leave at one and a half times the size, without the frame of the window."""


def cut(view) -> list[str]:
    """Return the controls of a view that are not whole in the window, or lie under each other."""
    window = view.window()
    controls = [w for kind in (QAbstractButton, QAbstractSpinBox) for w in view.findChildren(kind) if w.isVisible()]
    assert controls
    places = {w: w.rect().translated(w.mapTo(window, QPoint())) for w in controls}
    inside = view.rect().translated(view.mapTo(window, QPoint()))
    wrong = [w for w, place in places.items() if not (inside.contains(place) and window.rect().contains(place))]
    wrong += [a for a in controls for b in controls if a is not b and places[a].intersects(places[b])]
    wrong += [w for w in controls if w.height() < w.minimumSizeHint().height()]
    return [w.accessibleName() or w.text() for w in wrong]


def test_a_small_screen_has_the_whole_window(qtbot, desktop):
    window = desktop.window
    window.setMinimumSize(SMALL)
    window.resize(SMALL)
    desktop.session.edit_text("a sentence that is so long that it would take more than one line of this window " * 2, 3)
    qtbot.wait(100)
    assert window.size() == SMALL
    assert not window.status.isVisible()
    qtbot.waitUntil(lambda: window.minimumSizeHint().height() <= SMALL.height())
    assert cut(window.views["weights"]) == []
    window.resize(1440, 900)
    qtbot.wait(100)
    assert window.status.isVisible()


@pytest.mark.parametrize("size", [QSize(1085, 574), QSize(1024, 700), QSize(860, 560)])
def test_no_dock_lies_over_the_controls_of_another(qtbot, desktop, size):
    """Among them what 1366 × 768 pixels leave at one and a quarter times the size."""
    window = desktop.window
    window.setMinimumSize(SMALL)
    window.resize(size)
    qtbot.wait(100)
    assert cut(window.views["weights"]) == []
    docks = [dock for dock in window.dock_host.docks.values() if not dock.visibleRegion().isEmpty()]
    assert len(docks) >= 2
    for dock in docks:
        assert dock.height() >= dock.minimumSizeHint().height()
        assert not any(dock.geometry().intersects(other.geometry()) for other in docks if other is not dock)


def test_the_window_is_never_larger_than_its_screen(desktop):
    available = desktop.window.screen().availableSize()
    least = desktop.window.minimumSize()
    assert least.width() <= min(LEAST.width(), available.width())
    assert least.height() <= min(LEAST.height(), available.height())


@pytest.mark.parametrize("bars", [1, 2])
def test_messages_cut_no_control_of_the_least_window(qtbot, desktop, bars):
    window = desktop.window
    window.setMinimumSize(LEAST)
    window.resize(LEAST)
    qtbot.wait(50)
    assert cut(window.views["weights"]) == []
    offer = Offer("Re&cover", "Go on with that work", lambda: None)
    window.recovery_bar.show_notice("GateScope ended unexpectedly with unsaved work, last on 14:03.", [offer])
    if bars == 2:
        window.message_bar.show_message("lesson.gatescope: cannot be read: No such file or directory")
    qtbot.wait(100)
    assert cut(window.views["weights"]) == [] or bars == 2
    window.recovery_bar.dismiss()
    window.message_bar.dismiss()
    qtbot.wait(100)
    assert window.status.isVisible()
    assert cut(window.views["weights"]) == []
