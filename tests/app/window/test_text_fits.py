"""Every text of the window can be read, at every size that the window may have."""

from __future__ import annotations

import pytest

from tests.window_text import cut_texts

SIZES = ((860, 560), (1024, 700), (1366, 768), (1440, 900), (2560, 1440))
BUNDLED = ("sentiment-rnn", "sentiment-gru", "sentiment-lstm")


@pytest.mark.parametrize("models", [BUNDLED[2:], BUNDLED], ids=["one model", "Compare"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_text_is_cut(desktop, qtbot, size, models):
    window, session = desktop.window, desktop.session
    window.resize(*size)
    session.show(models)
    session.edit_text("The film was not good, but the actors were.", 8)
    for name in window.arrangements.workspaces:
        window.arrangements.show(name)
        qtbot.waitUntil(lambda: not session.computing)
        qtbot.wait(300)
        assert cut_texts(window) == [], name
