"""What has to hold whatever was done, once the window has come to rest."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QCoreApplication

from gatescope.plots.description import HeatmapPlot, LinePlot
from gatescope.session.run.as_opened import as_opened
from gatescope.session.run.resolve import Cache, resolve
from gatescope.session.run.single import run_once
from gatescope.session.run.snapshot import Request, Run, RunRequest
from gatescope.views.base.analysis_view import AnalysisView
from gatescope.views.sentence.editor import SentenceEditor
from tests.app.label_truth import label_faults
from tests.monkey.shown_truth import untrue
from tests.monkey.stage import Stage
from tests.monkey.undo_walk import walk
from tests.window_text import cut_texts

_FIRST, _ROUNDED, _LARGE = 12, 1e-2, 5.0


def broken(stage: Stage, *, thorough: bool = False) -> list[str]:
    """What does not hold, one sentence each; empty where all is well.

    Args:
        thorough: compute everything anew and undo and redo every step, too; takes a second.
    """
    stage.settle()
    found = [*_sentence(stage), *_cursor(stage), *_answers(stage), *_commands(stage), *_texts(stage), *untrue(stage)]
    found += label_faults(stage.window, stage.session.snapshot)
    if thorough:
        # What trains is another one with every mini-batch.
        stage.halt()
        found += [*_snapshot(stage), *walk(stage)]
        stage.settle()
        found += [*_sentence(stage), *_cursor(stage), *_snapshot(stage)]
    return found


def _sentence(stage: Stage) -> Iterator[str]:
    document, editor = stage.session.document, stage.window.findChild(SentenceEditor)
    assert isinstance(editor, SentenceEditor)
    if editor.text() != document.text:
        yield f"the editor has {editor.text()!r}, the document {document.text!r}"
    if document.caret is not None and editor.caret() != document.caret:
        yield f"the caret of the editor is at {editor.caret()}, that of the document at {document.caret}"
    if not 0 <= editor.caret() <= len(document.text):
        yield f"the caret at {editor.caret()} is outside of the {len(document.text)} characters"
    content = editor._content
    shown = editor.document().toRawText().replace("\u2029", "\n")
    if content.part(0, content.length).replace("\u2029", "\n") != shown:
        yield f"what is known of the shown text is not what is shown: {shown!r}"
    if editor.caret() != content.index(editor.textCursor().position()):
        yield f"the caret is at {editor.caret()}, the shown one at {content.index(editor.textCursor().position())}"


def _cursor(stage: Stage) -> Iterator[str]:
    session, window = stage.session, stage.window
    focus, snapshot = session.focus, session.snapshot
    assert snapshot is not None
    run = snapshot.run(focus.model)
    if run is None:
        yield f"nothing in view runs {focus.model!r}, which is in focus"
        return
    count = len(run.tokens)
    if (focus.token is None) != (count == 0) or (focus.token is not None and not 0 <= focus.token < count):
        yield f"the cursor is at {focus.token} of {count} tokens"
    for name, view in window.views.items():
        plot = view.plot()
        if isinstance(plot, HeatmapPlot | LinePlot) and len(plot.tokens) and plot.cursor != focus.token:
            yield f"the cursor of {name} is at {plot.cursor}, that of the session at {focus.token}"
    if list(snapshot.runs) and [one.model for one in snapshot.runs] != list(session.document.shown):
        yield f"{[one.model for one in snapshot.runs]} were run, {session.document.shown} are in view"


def _answers(stage: Stage) -> Iterator[str]:
    """A dock that waits for no answer shows the one to its question about what is shown now, or a sentence."""
    focus, snapshot = stage.session.focus, stage.session.snapshot
    assert snapshot is not None
    for name, view in stage.window.views.items():
        if not isinstance(view, AnalysisView) or not view.in_sight or view._question is not None:
            continue
        question, shown = view.question(snapshot, focus), view._shown
        if question != (None if shown is None else shown[0]):
            yield f"{name} shows the answer to {shown and shown[0]}, asks {question}"
        elif question is None and view.empty_sentence(snapshot, focus) != view._veil.text:
            yield f"{name} has nothing to show and says {view._veil.text!r}"


def _commands(stage: Stage) -> Iterator[str]:
    stack, project = stage.session.undo_stack, stage.desktop.controller.project.project
    for button, possible in ((stage.window.undo_button, stack.canUndo()), (stage.window.redo_button, stack.canRedo())):
        if button.isEnabled() != possible:
            yield f"{button.accessibleName()} is {'enabled' if button.isEnabled() else 'disabled'} against the stack"
    if stage.window.isWindowModified() != project.modified:
        yield f"the title says modified: {stage.window.isWindowModified()}, the project {project.modified}"


def _texts(stage: Stage) -> list[str]:
    # New buttons are shown, and the rows about them laid out, in a later round of the event loop.
    QCoreApplication.processEvents()
    return cut_texts(stage.window, docks=False)


def _snapshot(stage: Stage) -> Iterator[str]:
    """What is shown is what comes of the document without anything kept from earlier."""
    document, snapshot = stage.session.document, stage.session.snapshot
    assert snapshot is not None
    caret = document.caret if document.typing else None
    runs = tuple(RunRequest.of(document, name) for name in document.shown)
    try:
        fresh = resolve(Request(0, document.text, caret, runs), Cache())
    except Exception as error:
        yield f"the document cannot be run: {error}"
        return
    if snapshot.text != document.text:
        yield f"{snapshot.text!r} was run, {document.text!r} is the sentence"
    yield from wrong_ghosts(stage)
    for shown, again in zip(snapshot.runs, fresh.runs, strict=True):
        if shown.tokens.ids.tolist() != again.tokens.ids.tolist():
            yield f"{shown.model} has read {shown.tokens.ids.tolist()}, not {again.tokens.ids.tolist()}"
        elif difference := _difference(shown, again):
            yield f"{shown.model}: {difference} is another one when it is computed anew"


def wrong_ghosts(stage: Stage) -> Iterator[str]:
    """The ghost of every run is the run as opened, over the same tokens, and there where something differs alone."""
    document, snapshot = stage.session.document, stage.session.snapshot
    assert snapshot is not None
    for run in snapshot.runs:
        opened = as_opened(RunRequest.of(document, run.model))
        if (opened is None) != (run.opened is None):
            yield f"{run.model} {'differs' if opened else 'is'} as opened, against its ghost"
        if opened is None or run.opened is None:
            continue
        if run.opened.tokens is not run.tokens or (run.opened.trace.interventions and len(run.tokens)):
            yield f"the ghost of {run.model} is of other tokens, or not free"
        fed = document.fed.get(run.model)
        inputs = None if opened.embedding is not None else (fed.vectors if fed else np.zeros((0, opened.inputs)))
        fresh = run_once(run.model, opened, run.tokens, inputs)
        if difference := _difference(run.opened, fresh):
            yield f"the ghost of {run.model}: {difference} is another one when it is computed anew"
    for name, view in stage.window.views.items():
        plot = view.plot()
        if isinstance(plot, LinePlot):
            changed = {run.model for run in snapshot.runs if run.opened is not None}
            if plot.ghosts and not changed:
                yield f"{name} draws a ghost where nothing differs"


def _difference(a: Run, b: Run) -> str:
    """What the first tokens have other numbers in; how the last bits are rounded may grow from token to token."""
    if not all(np.abs(a.network.array(key)).max(initial=0.0) <= _LARGE for key in a.network.keys()):  # noqa: SIM118
        return ""
    hidden = [run.trace.hidden[:_FIRST] for run in (a, b)]
    if not np.allclose(*hidden, atol=_ROUNDED, equal_nan=True):
        return f"the hidden state, by up to {np.nanmax(np.abs(hidden[0] - hidden[1])):g}"
    for name, values in b.readouts.items():
        if not np.allclose(a.readouts[name][:_FIRST], values[:_FIRST], atol=_ROUNDED, equal_nan=True):
            return f"the read-out {name}"
    return ""
