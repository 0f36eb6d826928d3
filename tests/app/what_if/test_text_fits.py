"""The cards of the What if dock and the form of a patch can be read at every size that the window may have."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.held import HeldValues
from gatescope.engine.interventions import Patch
from tests.app.what_if.test_cards import COPY, GONE, HOLD, OUT, dock, intervene, settle
from tests.app.window.test_text_fits import SIZES
from tests.window_text import cut_texts

pytestmark = pytest.mark.slow

PATCH = Patch("cell_state", HeldValues.of(np.zeros((1, 32))), range(2, 3), source="“was” of “A long sentence, this”")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_text_of_a_card_is_cut(qtbot, desktop, size) -> None:
    desktop.window.resize(*size)
    view = dock(qtbot, desktop)
    intervene(qtbot, desktop, HOLD, OUT, COPY, PATCH, GONE)
    qtbot.wait(200)
    assert cut_texts(desktop.window) == []
    view.start_patch()
    settle(qtbot, desktop)
    qtbot.waitUntil(lambda: view.form._found is not None)
    qtbot.wait(100)
    assert cut_texts(desktop.window) == []
