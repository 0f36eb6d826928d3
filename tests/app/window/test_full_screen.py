"""A window that fills the screen comes back as it was."""

from __future__ import annotations

import pytest

from gatescope.app.window.window_layout import layout_of, place_of


@pytest.mark.parametrize("name", ["full_screen", "present"])
@pytest.mark.parametrize("maximized", [True, False])
def test_a_window_is_maximized_after_full_screen_where_it_was_before(qtbot, desktop, name, maximized):
    window = desktop.window
    window.resize(1200, 800)
    if maximized:
        window.showMaximized()
    qtbot.waitUntil(lambda: window.isMaximized() == maximized)
    desktop.controller.actions[name].trigger()
    qtbot.waitUntil(window.isFullScreen)
    # What settings and projects keep meanwhile.
    assert (place_of(window).maximized, layout_of(window, "dark").maximized) == (maximized, maximized)
    desktop.controller.actions[name].trigger()
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert window.isMaximized() == maximized
