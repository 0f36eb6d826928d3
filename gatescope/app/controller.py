"""Connects the session with the window: intents go down, snapshots and focus come up. It holds no data of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAction

from gatescope.app.analyses import AnalysesOfViews
from gatescope.app.commands.front_model import FrontModel
from gatescope.app.commands.table import build_actions
from gatescope.app.commands.window_commands import WindowCommands
from gatescope.app.files.opening import Opening
from gatescope.app.files.recent import RecentFiles
from gatescope.app.inspector.inspection import Inspection
from gatescope.app.project.commands import ProjectCommands
from gatescope.app.window.frame_clock import FrameClock
from gatescope.app.window.main_window import MainWindow
from gatescope.engine.network import Array
from gatescope.engine.warmup import KernelState
from gatescope.plots.theme import Theme
from gatescope.session.document.document import Document, Focus, UnitRef
from gatescope.session.jobs import Jobs
from gatescope.session.run.snapshot import BadStep, Run, Snapshot
from gatescope.session.session import Session
from gatescope.session.settings import Settings

_STATUS_EVERY_MS = 250


class Controller(QObject):
    """One window, one session."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings, dress: Callable[[str], Theme]) -> None:
        super().__init__(window)
        self.window = window
        self.session = session
        self.clock = FrameClock()
        self.pictures = Jobs(self)
        self.loads = Jobs(self)
        self.recent = RecentFiles(settings, window)
        self.opening = Opening(session, self.loads, window.message_bar, self.recent, self)
        self.inspection = Inspection(window, session, self.opening, settings)
        window.load_bar.follow(self.loads)
        self._dress = dress
        self._status_timer = QTimer(self)
        self._status_timer.setSingleShot(True)
        self._status_timer.setInterval(_STATUS_EVERY_MS)
        self._status_timer.timeout.connect(self._show_figures)
        self._play_timer = QTimer(self)
        self._play_timer.timeout.connect(self._play_on)
        self.commands = WindowCommands(self, settings)
        self.front = FrontModel(window, session, settings, self.loads, self)
        self.project = ProjectCommands(window, session, settings, self.loads, self.recent, self.set_theme, self)
        self.opening.project_wanted.connect(self.project.open_path)
        handlers = self.commands.handlers() | self.front.handlers() | self.project.handlers()
        handlers |= self.inspection.handlers() | {"close_model": self.opening.close_model}
        self.actions: dict[str, QAction] = build_actions(window, handlers)
        self._connect_session()
        self._connect_window()
        self._connect_views()
        self._connect_files()
        self.set_theme()
        self._show_document(session.document)

    def set_theme(self) -> None:
        """Dress everything in the theme that the settings name."""
        self.theme = self._dress(self.commands.settings.theme)
        self.window.set_theme(self.theme)
        self.inspection.set_theme(self.theme)
        self.commands.check_marks()

    def open_paths(self, paths: list[Path]) -> None:
        """Open whatever lies there; what cannot be opened is said, and everything else stays."""
        self.opening.open_paths(paths)

    def close(self) -> None:
        """Stop timers, pictures and the worker; remembers the layout."""
        self._play_timer.stop()
        self._status_timer.stop()
        self.commands.remember_layout()
        self.inspection.close()
        self.loads.close()
        self.project.close()
        self.pictures.close()
        self.session.close()

    def show_models(self, document: Document) -> None:
        """Offer the open models in the model bar, with those in view marked."""
        self.window.model_bar.show_models(list(document.models.values()), document.shown)

    # -- session → window

    def _connect_session(self) -> None:
        self.session.snapshot_changed.connect(self._show_snapshot)
        self.session.focus_changed.connect(self._show_focus)
        self.session.document_changed.connect(self._show_document)
        self.session.kernels_changed.connect(self._show_kernels)
        self.session.failed.connect(self.window.message_bar.show_message)

    @Slot(object)
    def _show_snapshot(self, snapshot: Snapshot) -> None:
        focus = self.session.focus
        self.clock.answered()
        self.window.sentence.show_snapshot(snapshot, focus)
        for view in self.window.views.values():
            view.show_snapshot(snapshot, focus)
        if not self._status_timer.isActive():
            self._status_timer.start()

    @Slot(object)
    def _show_focus(self, focus: Focus) -> None:
        snapshot = self.session.snapshot
        if snapshot is None:
            return
        self.clock.start()
        self.clock.answered()
        self.window.sentence.show_focus(snapshot, focus)
        for view in self.window.views.values():
            view.show_focus(snapshot, focus)
        self.commands.check_marks()

    @Slot(object)
    def _show_document(self, document: Document) -> None:
        self.clock.start()
        if document.text != self.window.sentence.text():
            self.window.sentence.set_text(document.text, document.caret)
        for view in self.window.views.values():
            show = getattr(view, "show_document", None)
            if show is not None:
                show(document, self.session.focus)
        self.show_models(document)

    @Slot(object)
    def _show_kernels(self, state: KernelState) -> None:
        self.window.status.show_kernels(state.text)
        if state.notice:
            self.window.message_bar.show_notice(state.notice)

    @Slot()
    def _show_figures(self) -> None:
        snapshot = self.session.snapshot
        if snapshot is None:
            return
        run = snapshot.run(self.session.focus.model) or snapshot.runs[0]
        self.window.status.show_figures(
            cell=_describe_cells(snapshot.runs),
            tokens=len(run.tokens),
            step_ns=run.step_ns,
            frame_ms=self.clock.median_ms(),
        )
        self.window.status.show_bad(run.bad if run.bad is not None else _first_bad(snapshot))

    # -- window → session

    def _connect_window(self) -> None:
        window, session = self.window, self.session
        window.painted.connect(self.clock.painted)
        window.painted.connect(session.analyses.start_waiting)
        window.key.connect(self._key)
        window.closing.connect(self.close)
        window.sentence.text_edited.connect(session.edit_text)
        window.sentence.caret_moved.connect(session.move_caret)
        window.model_bar.shown_changed.connect(session.show)
        window.transport.stepped.connect(session.step)
        window.transport.rewound.connect(self.commands.rewind)
        window.transport.played.connect(self.play)
        undo = session.undo_stack.createUndoAction(window, "&Undo")
        redo = session.undo_stack.createRedoAction(window, "&Redo")
        self.commands.adopt_undo(undo, redo)
        self.commands.offer_examples()
        self.commands.offer_recent(self.recent)
        window.search.set_actions([undo, redo, *self.actions.values(), *self.commands.offer_docks()])
        self.inspection.share_actions([undo, redo])
        window.undo_button.setDefaultAction(undo)
        window.redo_button.setDefaultAction(redo)
        window.export_button.setDefaultAction(self.actions["export_plot"])

    def _connect_views(self) -> None:
        intents: Mapping[str, Callable[..., object]] = {
            "hovered": self.window.status.show_hover,
            "token_clicked": self.session.set_token,
            "unit_clicked": self._choose_unit,
            "signal_clicked": self._choose_signal,
            "parameters_edited": self._edit_parameters,
            "parameter_chosen": self._choose_parameter,
        }
        for view in (self.window.sentence, *self.window.views.values()):
            for name, slot in intents.items():
                signal = getattr(view, name, None)
                if signal is not None:
                    signal.connect(slot)
        AnalysesOfViews(self.window.views, self.session, self)

    def _connect_files(self) -> None:
        self.opening.inspect_wanted.connect(self.inspection.show)
        self.opening.attach_wanted.connect(self.inspection.attach_words)
        self.opening.noise_wanted.connect(self.front.feed_noise)
        self.opening.words_wanted.connect(self.inspection.changes.attach)
        self.opening.vectors_wanted.connect(self.front.feed_file)
        self.inspection.vectors_wanted.connect(self.front.feed_vectors)
        self.inspection.noise_wanted.connect(self.front.feed_noise)

    @Slot(object, bool)
    def _choose_unit(self, unit: UnitRef, extend: bool) -> None:
        units = self.session.focus.units
        if not extend:
            units = (unit,)
        elif unit in units:
            units = tuple(u for u in units if u != unit)
        else:
            units = (*units, unit)
        self.session.change_focus(units=units, model=unit.model)

    @Slot(str)
    def _choose_signal(self, signal: str) -> None:
        self.session.change_focus(signal="readout" if signal == self.session.focus.signal else signal)

    @Slot(str)
    def _choose_parameter(self, key: str) -> None:
        self.session.change_focus(parameter=key)

    @Slot(str, object, object, str)
    def _edit_parameters(self, model: str, arrays: dict[str, Array], gesture: object, label: str) -> None:
        self.session.set_parameters(model, arrays, label=label, gesture=gesture)

    # -- the token cursor by key and by clock

    @Slot(int)
    def _key(self, key: int) -> None:
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in moves:
            self.session.step(moves[Qt.Key(key)])
        elif key == Qt.Key.Key_Home:
            self.commands.rewind()
        elif key == Qt.Key.Key_End:
            self.commands.last_token()
        elif key == Qt.Key.Key_Space:
            self.actions["play"].trigger()
        elif key == Qt.Key.Key_A:
            self.commands.reset_zoom()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_4:
            self.window.model_bar.choose(key - Qt.Key.Key_1)

    def play(self, playing: bool) -> None:
        """Walk through the sentence, from its start when the cursor stands at its end."""
        self.actions["play"].setChecked(playing)
        self.window.transport.set_playing(playing)
        if not playing:
            self._play_timer.stop()
            return
        if self._at_end():
            self.commands.rewind()
        self._play_timer.start(self.window.transport.interval_ms())

    @Slot()
    def _play_on(self) -> None:
        if self._at_end():
            self.play(False)
        else:
            self._play_timer.setInterval(self.window.transport.interval_ms())
            self.session.step(1)

    def _at_end(self) -> bool:
        snapshot, token = self.session.snapshot, self.session.focus.token
        return snapshot is None or token is None or token >= len(snapshot.runs[0].tokens) - 1


def _describe_cells(runs: tuple[Run, ...]) -> str:
    return " · ".join(f"{r.network.cell.name.upper()} {len(r.network.layers)} × {r.network.units}" for r in runs)


def _first_bad(snapshot: Snapshot) -> BadStep | None:
    return next((run.bad for run in snapshot.runs if run.bad is not None), None)
