"""Wires the views with the session, once: intents go down; documents, snapshots, the focus and answers come up."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from gatescope.app.commands.spot_menu import SpotMenu
from gatescope.app.training.desk import TrainingDesk
from gatescope.app.window.main_window import MainWindow
from gatescope.engine.interventions import NONE, Interventions
from gatescope.engine.network import Array
from gatescope.engine.part import Part
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.document.document import Document, Focus, UnitRef
from gatescope.session.document.holding import with_taken_out, without_held
from gatescope.session.document.quantities import usual
from gatescope.session.document.resting import PointRef
from gatescope.session.document.shading import Shading
from gatescope.session.run.snapshot import Snapshot
from gatescope.session.session import Session
from gatescope.views.base.accessible import values_changed
from gatescope.views.base.analysis_view import AnalysisView
from gatescope.views.base.asker import Asker
from gatescope.views.base.plot_view import PlotView
from gatescope.views.base.view import ShowsDocument, View
from gatescope.words import tr


class Wiring(QObject):
    """Connects the intents of all views, and hands all views what they show; no other module does either."""

    def __init__(
        self, window: MainWindow, session: Session, spot_menu: SpotMenu, training: TrainingDesk, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._spot_menu, self._training = window, session, spot_menu, training
        self._label = window.value_label
        self._views: list[View] = []
        self._of_documents: list[ShowsDocument] = []
        self._before_click = self._where()
        self._analyses = AnalysesOfViews(session, self)
        self._wire(window.sentence)
        for name, view in window.views.items():
            self._add(name, view)
        window.view_made.connect(self._add)
        window.sentence.text_edited.connect(session.edit_text)
        window.sentence.caret_moved.connect(session.move_caret)
        window.part_chooser.part_chosen.connect(self._choose_part)
        session.document_changed.connect(self._show_document)
        session.snapshot_changed.connect(self._show_snapshot)
        session.focus_changed.connect(self._show_focus)

    @Slot(str, object)
    def _add(self, name: str, view: PlotView) -> None:
        """Wire a view of the window, and hand it what the others show."""
        self._wire(view)
        self._analyses.add(name, view)
        if self._session.snapshot is not None:
            view.show_snapshot(self._session.snapshot, self._session.focus)
            self._fold(self._session.snapshot)

    def _wire(self, view: View) -> None:
        """Connect every intent that `View` declares, and show the document."""
        self._views.append(view)
        if isinstance(view, ShowsDocument):
            self._of_documents.append(view)
            view.show_document(self._session.document, self._session.focus)
        view.hovered.connect(self._label.hover)
        view.menu_asked.connect(partial(self._spot_menu.open, view))
        view.token_clicked.connect(self._choose_token)
        view.span_chosen.connect(self._choose_span)
        view.click_undone.connect(self._undo_click)
        view.unit_clicked.connect(self._choose_unit)
        view.unit_taken_out.connect(self._take_out)
        view.signal_clicked.connect(self._choose_signal)
        view.shading_chosen.connect(self._choose_shading)
        view.part_chosen.connect(self._choose_part)
        view.reading_chosen.connect(self._choose_reading)
        view.point_chosen.connect(self._choose_point)
        view.parameters_edited.connect(self._edit_parameters)
        view.interventions_changed.connect(self._intervene)
        view.parameter_chosen.connect(self._choose_parameter)
        view.training_asked.connect(self._training.take)

    # -- up

    @Slot(object)
    def _show_document(self, document: Document) -> None:
        for view in self._of_documents:
            view.show_document(document, self._session.focus)

    @Slot(object)
    def _show_snapshot(self, snapshot: Snapshot) -> None:
        focus = self._session.focus
        self._label.forget()
        for view in self._views:
            view.show_snapshot(snapshot, focus)
        self._fold(snapshot)
        self._label.settle()
        values_changed(self._views)

    def _fold(self, snapshot: Snapshot) -> None:
        """Fold docks away that have nothing to show of `snapshot`."""
        docks = self._window.dock_host
        docks.fold(name for name, view in docks.views.items() if view.is_idle(snapshot))

    @Slot(object)
    def _show_focus(self, focus: Focus) -> None:
        # Another model in focus may read something else, and has other parameters.
        self._show_document(self._session.document)
        snapshot = self._session.snapshot
        # A model that has not run yet is drawn with the snapshot that is on its way: to draw the last one without it
        # would take as long, for nothing.
        if snapshot is not None and snapshot.run(focus.model) is not None:
            for view in self._views:
                view.show_focus(snapshot, focus)
            self._label.settle()
            values_changed(self._views)

    # -- down

    @Slot(int)
    def _choose_token(self, token: int) -> None:
        self._before_click = self._where()
        self._session.set_token(token)

    @Slot(object)
    def _choose_span(self, span: range | None) -> None:
        self._session.change_focus(span=span)

    @Slot()
    def _undo_click(self) -> None:
        focus, caret, text = self._before_click
        if text != hash(self._session.document.text) or focus.model not in self._session.document.shown:
            # Between the two clicks came what leaves nothing to go back to.
            return
        self._session.change_focus(model=focus.model, token=focus.token, units=focus.units)
        if caret is not None:
            self._session.move_caret(caret)

    def _where(self) -> tuple[Focus, int | None, int]:
        """Return the focus, the caret, and the hash of the sentence, which may be too long to be kept."""
        document = self._session.document
        return self._session.focus, document.caret, hash(document.text)

    @Slot(object, bool)
    def _choose_unit(self, unit: UnitRef, extend: bool) -> None:
        units = self._session.focus.units
        if not extend:
            units = (unit,)
        elif unit in units:
            units = tuple(u for u in units if u != unit)
        else:
            units = (*units, unit)
        self._session.change_focus(units=units, model=unit.model)

    @Slot(object)
    def _take_out(self, ref: UnitRef) -> None:
        document, (part, unit) = self._session.document, (ref.part, ref.unit)
        if ref.model not in document.models:
            # It was closed, and the view that was clicked still shows the answer of before.
            return
        now = document.interventions.get(ref.model, NONE)
        if unit in now.ablated(document.networks[ref.model], part):
            free = without_held(now, document.networks[ref.model], part, "hidden_state", unit)
            self._session.intervene(ref.model, free, label=tr("Put unit {unit} back", unit=unit))
        else:
            self._session.intervene(
                ref.model, with_taken_out(now, part, unit), label=tr("Take out unit {unit}", unit=unit)
            )

    @Slot(str, str)
    def _choose_signal(self, signal: str, model: str) -> None:
        session = self._session
        wanted = Shading(signal, model if len(session.document.shown) > 1 else "")
        taken = session.focus.shading
        again = (taken.quantity, taken.model) == (signal, wanted.model)
        session.change_focus(shading=usual(session.document) if again else wanted)

    @Slot(object)
    def _choose_shading(self, shading: Shading) -> None:
        self._session.change_focus(shading=shading)

    @Slot(object)
    def _choose_part(self, part: Part) -> None:
        self._session.change_focus(part=part)

    @Slot(str)
    def _choose_reading(self, reading: str) -> None:
        self._session.change_focus(reading=reading)

    @Slot(object)
    def _choose_point(self, point: PointRef) -> None:
        self._session.change_focus(point=point, model=point.model)

    @Slot(str)
    def _choose_parameter(self, key: str) -> None:
        self._session.change_focus(parameter=key)

    @Slot(str, object, object, str)
    def _edit_parameters(self, model: str, arrays: dict[str, Array], gesture: object, label: str) -> None:
        # A field that loses the keyboard because its model was closed tells what was typed only then.
        if model in self._session.document.models:
            self._session.set_parameters(model, arrays, label=label, gesture=gesture)

    @Slot(str, object, object, str)
    def _intervene(self, model: str, interventions: Interventions, gesture: object, label: str) -> None:
        if model in self._session.document.models:
            self._session.intervene(model, interventions, label=label, gesture=gesture)


class AnalysesOfViews(QObject):
    """Carries the questions of every `Asker` to the session, and its answers back."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._askers: dict[str, Asker] = {}
        session.analyses.answered.connect(self._answer)
        session.analyses.progressed.connect(self._tell)
        session.failed.connect(self._ask_again)

    def add(self, name: str, view: PlotView) -> None:
        """Connect `view` if it is an `AnalysisView`, and what else of it asks; its name identifies its questions."""
        if isinstance(view, AnalysisView):
            self._connect(name, view)
        for at, asker in enumerate(view.askers):
            self._connect(f"{name} {at}", asker)

    def _connect(self, name: str, asker: Asker) -> None:
        self._askers[name] = asker
        asker.asked.connect(partial(self._session.analyses.ask, name))

    @Slot(str, object, object)
    def _answer(self, asker: str, question: Question, answer: Answer) -> None:
        self._askers[asker].take_answer(question, answer)

    @Slot(str, object, float)
    def _tell(self, asker: str, question: Question, share: float) -> None:
        self._askers[asker].take_share(question, share)

    @Slot()
    def _ask_again(self) -> None:
        """Ask again what a key cancelled where that key then failed and changed nothing on screen."""
        for asker in self._askers.values():
            asker.ask()
