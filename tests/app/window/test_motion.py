"""Nothing blinks and nothing fades where the settings, or the desktop, want little motion."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from gatescope.app.window.motion import Motion, moves
from gatescope.session.preferences import REDUCED_MOTION
from gatescope.session.settings import Settings


def test_carets_stop_blinking_at_once_and_blink_again(qtbot, desktop):
    usual = QApplication.cursorFlashTime()
    caret = desktop.window.sentence._editor._accent_caret
    desktop.window.sentence.focus_editor()
    caret.restart()
    assert moves()
    desktop.settings.choose(REDUCED_MOTION, "on")
    assert QApplication.cursorFlashTime() == 0
    assert not moves()
    caret.restart()
    assert not caret.blinks
    desktop.settings.choose(REDUCED_MOTION, "off")
    assert QApplication.cursorFlashTime() == usual


def test_a_later_window_of_a_person_who_likes_it_moves_again(qtbot, desktop, tmp_path):
    usual = QApplication.cursorFlashTime()
    assert usual > 0
    desktop.settings.choose(REDUCED_MOTION, "on")
    assert not moves()
    # Of the same process, with other settings.
    Motion(Settings(tmp_path / "other.ini"), desktop)
    assert QApplication.cursorFlashTime() == usual


def test_the_way_out_goes_without_fading(qtbot, desktop):
    desktop.settings.choose(REDUCED_MOTION, "on")
    way_out = desktop.window.top_bar._way_out
    way_out.come_and_go(True)
    way_out._go()
    assert way_out.isHidden()
