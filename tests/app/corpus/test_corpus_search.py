"""A corpus in the window: indexed and searched, cancelled, remembered, and a hit opened in the sentence."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog

import gatescope as gs
from gatescope.app.start.application import Desktop
from gatescope.errors import GateScopeError
from gatescope.plots.gradient_words import plain
from gatescope.session.corpus import building
from gatescope.session.processes.worker_process import WorkerProcess
from tests.session.corpus.corpora import brute_force

LINES = [
    "The food was not good at all.",
    "",
    "It does not work, and I do not want it.",
    "A wonderful film, and the service was great.",
    "The warm beer didn't help.",
    "Not a good bargain.",
    "I would not say that it was not good.",
]


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GATESCOPE_CACHE_DIR", str(tmp_path / "cache"))
    path = tmp_path / "reviews.txt"
    path.write_text("\n".join(LINES) + "\n", "utf-8")
    return path


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is done on the jobs' thread, without a process."""

    def run(_self, function, *about, report, **more):
        return function(*about, report=report, **more)

    monkeypatch.setattr(WorkerProcess, "run", run)


def dock(qtbot, desktop: Desktop):
    desktop.window.arrangements.show("units")
    view = desktop.window.views["search"]
    qtbot.waitUntil(view.isVisible)
    return view


def searched(qtbot, desktop: Desktop, corpus: Path, text: str = "The food was not good."):
    view = dock(qtbot, desktop)
    desktop.session.edit_text(text, len(text))
    qtbot.waitUntil(lambda: desktop.session.snapshot.runs[0].tokens.text == text)
    desktop.session.change_focus(span=range(3, 5))
    desktop.controller.corpus_search.look_in(corpus)
    view._ask()
    qtbot.waitUntil(lambda: view._searched is not None, timeout=60_000)
    return view


def test_the_places_are_those_of_brute_force_and_a_hit_is_opened(qtbot, desktop, corpus, at_once):
    view = searched(qtbot, desktop, corpus)
    run = desktop.session.snapshot.runs[0]
    model = desktop.session.document.models[run.model]
    found = view._searched.found
    expected = brute_force(model, LINES, "hidden_state", found.units, 0.5, str(run.network.default_part))
    assert sorted((hit.line, hit.start, hit.stop) for hit in found.hits) == sorted(expected)
    assert found.places == len(expected) > 2
    assert dict(view._searched.begins)
    row = next(row for row in view.plot().rows if row.number == 3)
    before = desktop.session.document.text
    view._open(row)
    qtbot.waitUntil(lambda: desktop.session.focus.span is not None and desktop.session.document.text == row.text)
    qtbot.waitUntil(lambda: desktop.session.snapshot.runs[0].tokens.text == row.text)
    tokens = desktop.session.snapshot.runs[0].tokens
    assert desktop.session.focus.span == tokens.within(row.start, row.stop)
    assert desktop.session.focus.token == desktop.session.focus.span[-1]
    assert desktop.session.document.caret == row.stop
    # The list stays, and undo brings the sentence back.
    assert view.plot().rows
    desktop.session.undo_stack.undo()
    assert desktop.session.document.text == before


def test_an_index_is_used_again_until_the_corpus_or_a_weight_changes(qtbot, desktop, corpus, at_once, monkeypatch):
    built = []
    real = building.run_chunk
    monkeypatch.setattr(building, "run_chunk", lambda *about: built.append(1) or real(*about))
    view = searched(qtbot, desktop, corpus)
    assert len(built) == 1

    def again() -> None:
        view._searched = None
        view._ask()
        qtbot.waitUntil(lambda: view._searched is not None, timeout=60_000)

    again()
    assert len(built) == 1
    corpus.write_text("It was not good.\n", "utf-8")
    again()
    assert len(built) == 2
    assert "in 1 line of" in plain(view.plot().finding)
    name = desktop.session.focus.model
    network = desktop.session.document.networks[name]
    key = "layer0.forward.b_x.forget_gate"
    desktop.session.set_parameters(name, {key: network.array(key) + 0.01}, label="Move it")
    again()
    assert len(built) == 3


def test_a_search_is_cancelled_and_a_failure_told(qtbot, desktop, corpus, monkeypatch):
    going = threading.Event()

    def forever(_self, _function, *_about, report, **_more):
        going.set()
        while True:
            report(0.3)

    monkeypatch.setattr(WorkerProcess, "run", forever)
    view = dock(qtbot, desktop)
    desktop.session.change_focus(span=range(3, 5))
    desktop.controller.corpus_search.look_in(corpus)
    view._ask()
    assert going.wait(5)
    qtbot.waitUntil(lambda: view._veil._share == 0.3)
    view._bar.cancel_clicked.emit()
    assert not view._veil.waits
    assert view._searched is None

    def fail(_self, *_about, **_more):
        raise GateScopeError("reviews.txt: is empty")

    monkeypatch.setattr(WorkerProcess, "run", fail)
    view._ask()
    qtbot.waitUntil(lambda: "is empty" in view._veil.text)
    assert view._veil.text == "Reviews.txt: is empty."


def test_corpora_are_remembered_and_asked_for(qtbot, desktop, corpus, monkeypatch):
    view = dock(qtbot, desktop)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_about: (str(corpus), ""))
    view.corpus_wanted.emit()
    assert view._bar.corpus == corpus
    assert desktop.controller.corpus_search._settings.corpora == (corpus,)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_about: ("", ""))
    view.corpus_wanted.emit()
    assert view._bar.corpus == corpus
    view.corpus_picked.emit(None)
    assert view._bar.corpus is None
    assert desktop.controller.corpus_search._settings.corpora == (corpus,)


@pytest.mark.slow
def test_the_worker_process_does_it(qtbot, desktop, corpus):
    view = searched(qtbot, desktop, corpus)
    assert view._searched.found.places > 2
    assert view._searched.lines == len([line for line in LINES if line])


def test_the_units_are_measured_over_the_corpus_that_was_searched(qtbot, desktop, corpus, at_once):
    searched(qtbot, desktop, corpus)
    units, saturation = desktop.window.views["units"], desktop.window.views["saturation"]
    qtbot.waitUntil(lambda: units.plot().numbers is not None and len(units.plot().rows) > 0)
    run = desktop.session.snapshot.runs[0]
    units._tools.over_picked.emit("reviews.txt")
    model = desktop.session.document.models[run.model]
    states = np.concatenate([gs.trace(model, line)["hidden_state"] for line in LINES if line])
    np.testing.assert_allclose(units.plot().numbers["mean"], states.mean(axis=0), atol=1e-5)
    assert plain(units.plot().finding).startswith(f"Over reviews.txt, {len(states)} tokens: ")
    gates = np.concatenate([gs.trace(model, line)["forget_gate"] for line in LINES if line])
    qtbot.waitUntil(lambda: plain(saturation.plot().finding).startswith("Over reviews.txt"))
    forget = next(group for group in saturation.plot().groups if group.signal == "forget_gate")
    np.testing.assert_allclose(forget.xs, (gates < 0.1).mean(axis=0), atol=1e-9)
    bias = run.network.array("layer0.forward.b_x.forget_gate")
    desktop.session.set_parameters(run.model, {"layer0.forward.b_x.forget_gate": bias + 1}, label="open")
    qtbot.waitUntil(lambda: not units.plot().over)
    desktop.session.undo_stack.undo()
    qtbot.waitUntil(lambda: units.plot().over == "reviews.txt")


def test_two_windows_search_while_one_removes_old_indexes(qtbot, desktop, corpus, at_once, monkeypatch, tmp_path):
    """The other window removes an index just when this one has listed it."""
    root = tmp_path / "cache" / "corpora"
    for number in range(9):
        (root / f"old{number}").mkdir(parents=True)
        (root / f"old{number}" / "manifest.json").write_text("{}")
        os.utime(root / f"old{number}" / "manifest.json", (1e9 + number, 1e9 + number))
    glob = Path.glob

    def racing(path: Path, pattern: str):
        found = list(glob(path, pattern))
        if path == root:
            shutil.rmtree(root / "old4")
        return found

    monkeypatch.setattr(Path, "glob", racing)
    view = searched(qtbot, desktop, corpus)
    assert view._searched.found.places
    kept = {path.name for path in root.iterdir()}
    # Those of this search and of the seven that were used last.
    assert {"old0", "old4"}.isdisjoint(kept)
    assert {f"old{number}" for number in (1, 2, 3, 5, 6, 7, 8)} <= kept
