"""Connects the session with the window: intents go down, snapshots and focus come up. It holds no data of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction

from gatescope.app.commands.actions import build_actions
from gatescope.app.commands.cell_commands import CellCommands
from gatescope.app.commands.difference import DifferenceCommand
from gatescope.app.commands.front_model import FrontModel
from gatescope.app.commands.glossary_commands import GlossaryCommands
from gatescope.app.commands.menus import Menus
from gatescope.app.commands.notation_commands import NotationCommands
from gatescope.app.commands.picture_commands import PictureCommands
from gatescope.app.commands.playback import Playback
from gatescope.app.commands.sampling import Sampling
from gatescope.app.commands.shortcuts import Shortcuts
from gatescope.app.commands.spot_menu import SpotMenu
from gatescope.app.commands.tips_with_keys import TipsWithKeys
from gatescope.app.commands.unit_browsing import browse_units
from gatescope.app.commands.value_commands import ValueCommands
from gatescope.app.commands.window_commands import WindowCommands
from gatescope.app.corpus.corpus_search import CorpusSearch
from gatescope.app.figures.figure_commands import FigureCommands
from gatescope.app.files.fitting import Fitting
from gatescope.app.files.opening import Opening
from gatescope.app.files.recent import RecentFiles
from gatescope.app.inspector.inspection import Inspection
from gatescope.app.lessons.learning import Learning
from gatescope.app.lessons.lesson_commands import LessonCommands
from gatescope.app.palette.palette import Palette
from gatescope.app.project.commands import ProjectCommands
from gatescope.app.report.commands import ReportCommands
from gatescope.app.scenes.scene_commands import SceneCommands
from gatescope.app.scenes.scene_opening import SceneOpening
from gatescope.app.settings.commands import SettingsCommands
from gatescope.app.tour.tour import Tour
from gatescope.app.training.desk import TrainingDesk
from gatescope.app.window.design import Design
from gatescope.app.window.frame_clock import FrameClock
from gatescope.app.window.front_plot import FrontPlot
from gatescope.app.window.main_window import MainWindow
from gatescope.app.window.status_figures import StatusFigures
from gatescope.app.wiring import Wiring
from gatescope.engine.interventions import NONE
from gatescope.engine.warmup import KernelState
from gatescope.engine.what_if import in_words
from gatescope.plots.theme import Theme
from gatescope.plots.what_if.card_words import as_shown
from gatescope.session.document.document import Document, Focus
from gatescope.session.jobs import Jobs
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.words import tr


class Controller(QObject):
    """One window, one session: makes the parts of the app and connects them."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings, dress: Callable[[str], Theme]) -> None:
        super().__init__(window)
        self.window = window
        self.session, self._settings = session, settings
        self._closed = False
        self.clock = FrameClock()
        self.figures = StatusFigures(session, window.status, self.clock, self)
        self.notation = NotationCommands(session, settings, self)
        self.loads = Jobs(self)
        self.recent = RecentFiles(settings, window)
        self.opening = Opening(session, self.loads, window.message_bar, self.recent, self)
        self.inspection = Inspection(window, session, self.opening, settings)
        self.design = Design(settings, dress, self)
        self.playback = Playback(session, window.transport, self)
        self.sampling = Sampling(window, session, self)
        self.front_plot = FrontPlot(window.views, "heatmaps", self)
        window.view_made.connect(self.front_plot.watch)
        self.pictures = PictureCommands(window, session, settings, self.front_plot, self.design, self)
        self.composing = FigureCommands(window, session, settings, self.front_plot, self.design, self)
        scene_opening = SceneOpening(window, session, self.loads, self.opening, self.notation.write_in)
        self.scenes = SceneCommands(window, session, self.front_plot, self.design, scene_opening)
        self.commands = WindowCommands(window, session, settings, self.design, self.open_paths, self)
        self.front = FrontModel(window, session, settings, self.loads, self)
        self.project = ProjectCommands(window, session, settings, self.loads, self.recent, self)
        self.difference = DifferenceCommand(session, window.heatmaps.difference, self)
        self.fitting = Fitting(window, settings, self)
        self.spot_menu = SpotMenu(window, session, self.pictures.copy_plot_of, self.composing.show_view, self)
        self.cell = CellCommands(window, self)
        self.corpus_search = CorpusSearch(window, session, settings, self)
        self.values = ValueCommands(window, self.front_plot, self)
        self.glossary = GlossaryCommands(window, session, self.design, self)
        self.tour = Tour(window, session, settings, self.design, self)
        self.learning = Learning(window, session, settings, self.loads, self)
        self.lessons = LessonCommands(window, self.learning, settings, self)
        self.project.project.own = self.learning.own_work
        # Which work is the person's own is known only once the document has changed.
        for told in (self.learning.scenes.changed, self.learning.scenes.forgotten):
            told.connect(self.project.project.follow)
        self.preferences = SettingsCommands(window, settings, self)
        self.training = TrainingDesk(window, session, settings, self.open_paths, self)
        self.report = ReportCommands(window, session, settings, self)
        owners = (
            self.report,
            self.training,
            self.cell,
            self.values,
            self.spot_menu,
            self.commands,
            self.playback,
            self.sampling,
            self.pictures,
            self.composing,
            self.scenes,
            self.front,
            self.project,
            self.inspection,
            self.opening,
            self.difference,
            self.glossary,
            self.tour,
            self.preferences,
            self.notation,
            self.lessons,
        )
        handlers = {name: slot for owner in owners for name, slot in owner.handlers().items()}
        self.actions: dict[str, QAction] = build_actions(window, handlers)
        self.notation.adopt(self.actions)
        self.actions["value_at_cursor"].triggered.connect(self.tour.look_at_cursor)
        self.difference.adopt(self.actions["difference"])
        self.lessons.adopt(self.actions)
        self.menus = Menus(window, session, settings, self.actions, self)
        self._connect_session()
        self._connect_window()
        Wiring(window, session, self.spot_menu, self.training, self)
        self._connect_files()
        self._connect_design()
        self.show_models(session.document)

    def open_paths(self, paths: list[Path]) -> None:
        """Open every file in `paths`; name those that cannot be opened and keep everything else as it is."""
        self.opening.open_paths(paths)

    def close(self) -> None:
        """Remember the layout, and stop timers, pictures and the worker. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self.learning.close()
        self.commands.remember_layout()
        self.loads.close()
        self.recent.looks.close()
        for part in (
            self.figures,
            self.report,
            self.tour,
            self.window.focus_rings,
            self.training,
            self.corpus_search,
            self.playback,
            self.sampling,
            self.front_plot,
            self.inspection,
            self.project,
            self.pictures,
            self.composing,
            self.scenes,
            self.session,
        ):
            part.close()

    def show_models(self, document: Document) -> None:
        """Offer the open models in the model bar, with those in view marked."""
        self.window.model_bar.show_models(list(document.models.values()), document.shown)

    # -- session → window

    def _connect_session(self) -> None:
        self.session.focus_changed.connect(self._count_focus)
        self.session.document_changed.connect(self._count_document)
        self.session.kernels_changed.connect(self._show_kernels)
        self.session.failed.connect(self._show_failure)
        for changed in (self.session.document_changed, self.session.focus_changed, self.session.snapshot_changed):
            changed.connect(self.window.message_bar.weed)

    @Slot(object)
    def _count_focus(self, _focus: Focus) -> None:
        if self.session.snapshot is not None:
            self.clock.start()
            self.clock.answered()
        self.menus.check_marks()

    @Slot(object)
    def _count_document(self, document: Document) -> None:
        self.clock.start()
        self.show_models(document)
        whose = [(document.interventions.get(name, NONE), document.networks[name]) for name in document.shown]
        told = [words for items, network in whose for words in in_words(as_shown(items.acting(network), network))]
        self.window.status.show_held(told)

    @Slot(str)
    def _show_failure(self, sentence: str) -> None:
        """Say why a run failed, until the next one succeeds."""
        failed = self.session.snapshot
        self.window.message_bar.show_message(sentence, topic="run", holds=lambda: self.session.snapshot is failed)

    @Slot(object)
    def _show_kernels(self, state: KernelState) -> None:
        self.window.status.show_kernels(state.text)
        if state.notice:
            self.window.message_bar.show_notice(state.notice)

    # -- window → session

    def _connect_window(self) -> None:
        window, session = self.window, self.session
        window.painted.connect(self.clock.painted)
        window.painted.connect(session.analyses.start_waiting)
        window.key.connect(self._key)
        window.closing.connect(self.close)
        window.presenter.changed.connect(self._present)
        window.model_bar.shown_changed.connect(session.show)
        window.load_bar.follow(self.loads)
        window.status.release_asked.connect(self.spot_menu.release_all)
        self.playback.playing.connect(self.actions["play"].setChecked)
        self.sampling.playing.connect(self.actions["sample_on"].setChecked)
        undo = session.undo_stack.createUndoAction(window, tr("&Undo"))
        redo = session.undo_stack.createRedoAction(window, tr("&Redo"))
        self.menus.adopt_undo(undo, redo)
        self.menus.offer_examples()
        self.menus.offer_recent(self.recent)
        docks, workspaces = self.menus.offer_docks(), self.menus.offer_workspaces()
        places = (*workspaces, *docks)
        named = {f"workspace_{action.data()}": action for action in workspaces}
        named |= {f"dock_{name}": action for name, action in zip(window.dock_host.docks, docks, strict=True)}
        self.shortcuts = Shortcuts({"undo": undo, "redo": redo, **self.actions, **named}, self._settings, self)
        self.preferences.adopt(self.shortcuts)
        TipsWithKeys(window, self.shortcuts, self)
        self.palette = Palette(window, session, self.learning, self.preferences, self.glossary, places, self)
        window.workspace_bar.workspace_picked.connect(window.arrangements.show)
        window.workspace_bar.reset_asked.connect(window.arrangements.reset)
        self.inspection.share_actions([undo, redo])
        window.undo_button.setDefaultAction(undo)
        window.redo_button.setDefaultAction(redo)
        self.menus.offer_exports(window.export_button)

    def _connect_design(self) -> None:
        self.design.changed.connect(self.window.set_theme)
        self.design.changed.connect(self.inspection.set_theme)
        self.design.changed.connect(self.menus.check_marks)
        self.design.apply()

    def _connect_files(self) -> None:
        self.opening.project_wanted.connect(self.project.open_path)
        self.opening.lessons_wanted.connect(self.lessons.play)
        self.opening.inspect_wanted.connect(self.inspection.show)
        self.opening.attach_wanted.connect(self.inspection.attach_words)
        self.opening.noise_wanted.connect(self.front.feed_noise)
        self.opening.words_wanted.connect(self.inspection.changes.attach)
        self.opening.vectors_wanted.connect(self.front.feed_file)
        self.inspection.vectors_wanted.connect(self.front.feed_vectors)
        self.inspection.noise_wanted.connect(self.front.feed_noise)

    @Slot(bool)
    def _present(self, presenting: bool) -> None:
        self.design.present(presenting)
        self.actions["present"].setChecked(presenting)
        self.actions["full_screen"].setEnabled(not presenting)

    # -- plain keys

    @Slot(int)
    def _key(self, key: int) -> None:
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in moves:
            self.session.step(moves[Qt.Key(key)])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            browse_units(self.session, -1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Home:
            self.playback.rewind()
        elif key == Qt.Key.Key_End:
            self.playback.last_token()
        elif key == Qt.Key.Key_Escape:
            self.window.value_label.dismiss()
            self.session.change_focus(span=None)
