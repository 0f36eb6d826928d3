"""What looks whether the window tells the truth finds a chip, a colour, a caption and a caret that do not."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from gatescope.session.document.shading import Shading
from tests.monkey.invariants import broken
from tests.monkey.shown_truth import untrue
from tests.monkey.stage import staged

pytestmark = pytest.mark.slow

SESSIONS = 12


@pytest.fixture
def stage(qtbot, tmp_path):
    with staged(tmp_path, kernels=False) as stage:
        stage.session.edit_text("the film was not good", 21)
        stage.settle()
        assert untrue(stage) == []
        yield stage


def test_a_stale_number_is_found(stage):
    strip = stage.window.sentence._chips
    strip._looks = [look._replace(rows=tuple(row._replace(text="0.11") for row in look.rows)) for look in strip._looks]
    assert any("says 0.11" in fault for fault in untrue(stage))


def test_a_colour_of_another_value_is_found(stage):
    strip = stage.window.sentence._chips
    strip._looks = [look._replace(shape=look.shape._replace(ground="#123456")) for look in strip._looks]
    assert any("is #123456" in fault for fault in untrue(stage))


def test_a_caption_of_another_quantity_is_found(stage):
    stage.session.change_focus(shading=Shading("forget_gate", units="mean"))
    stage.settle()
    assert untrue(stage) == []
    stage.window.sentence._picker.setText("shaded by: read-out")
    assert any("the picker says" in fault for fault in untrue(stage))


def test_a_caret_that_stayed_behind_is_found(stage):
    stage.session.set_token(1)
    stage.settle()
    assert untrue(stage) == []
    stage.session._state.put_document(replace(stage.session.document, caret=20))
    assert any("the caret is at 20" in fault for fault in untrue(stage))


def test_sessions_of_work_leave_nothing_untrue():
    """Typing, clicks, models, weights, held gates, undo, zoom and scroll, each in a window of its own."""
    command = [sys.executable, "-m", "tests.monkey", "--sessions", str(SESSIONS), "--seed", "500"]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, env=os.environ, capture_output=True, text=True, timeout=1200, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-4000:]}"


def test_an_answer_that_stayed_behind_is_found(stage, qtbot):
    stage.window.arrangements.show("why")
    view = stage.window.views["connectivity"]
    qtbot.waitUntil(lambda: view._shown is not None and view._question is None)
    assert broken(stage) == []
    question, answer = view._shown
    view._shown = replace(question, runs=()), answer
    assert any("connectivity shows the answer to" in fault for fault in broken(stage))


@pytest.mark.parametrize(("workspace", "dock"), [("why", "itemised"), ("units", "search"), ("space", "space")])
def test_the_controls_of_the_docks_of_a_workspace_are_within_reach(stage, workspace, dock):
    stage.window.arrangements.show(workspace)
    stage.window.dock_host.docks[dock].raise_()
    stage.settle()
    view = stage.window.views[dock]
    assert any(view.isAncestorOf(control) for control in stage.controls())
