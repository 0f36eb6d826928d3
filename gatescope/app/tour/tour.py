"""Leads through the steps: shows the callout beside the control in turn, and goes on when the person has done it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Qt, QTimer, SignalInstance, Slot

from gatescope.app.tour.callout import Callout
from gatescope.app.tour.steps import END, END_TITLE, STEPS, Seen
from gatescope.app.window.design import Design
from gatescope.app.window.focus_ring import FocusRing
from gatescope.app.window.main_window import MainWindow
from gatescope.app.window.tab_order import place_in
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.views.base.command_keys import with_keys
from gatescope.views.base.spot import Spot
from gatescope.words import tr


class Tour(QObject):
    """Listens to the window only while it is under way."""

    def __init__(
        self, window: MainWindow, session: Session, settings: Settings, design: Design, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._settings, self._design = window, session, settings, design
        self._callout: Callout | None = None
        self._ring: FocusRing | None = None
        self._around = QRect()
        self._at = 0
        self._before = self._seen(looked=False)
        self._looked = False
        self._going_on = QTimer(self)
        self._going_on.setSingleShot(True)
        self._going_on.timeout.connect(self.go_on)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slot of its command, by name."""
        return {"tour": self.start}

    @property
    def callout(self) -> Callout | None:
        """What says the step; None while no tour is under way."""
        return self._callout

    @property
    def step(self) -> int:
        """The step in turn, from 1; one more at the end."""
        return self._at + 1

    @Slot()
    def start(self) -> None:
        """Begin with the first step, also where a tour is under way."""
        self._settings.toured = True
        if self._callout is None:
            self._callout = callout = Callout(self._window)
            self._ring = FocusRing(self._window, self._design.theme)
            self._ring.setObjectName("tourRing")
            callout.skipped.connect(self.end)
            callout.back_asked.connect(self.go_back)
            callout.next_asked.connect(self.go_on)
            self._connect()
        self._window.presenter.present(False)
        self._go(0)
        self._window.sentence.focus_editor()

    @Slot()
    def end(self) -> None:
        """Leave the window to the person."""
        self._going_on.stop()
        if self._callout is None or self._ring is None:
            return
        self._disconnect()
        for part in (self._callout, self._ring):
            part.hide()
            part.deleteLater()
        self._callout = self._ring = None

    @Slot()
    def go_on(self) -> None:
        """Show the next step, or after the last one what there is beyond the tour."""
        if self._at > len(STEPS) - 1:
            self.end()
        else:
            self._go(self._at + 1)

    @Slot()
    def go_back(self) -> None:
        """Show the step before."""
        self._go(self._at - 1)

    def close(self) -> None:
        """End it: the window is about to be closed."""
        self.end()

    def _go(self, at: int) -> None:
        callout = self._callout
        if callout is None:
            return
        self._going_on.stop()
        self._at, self._looked, self._before = at, False, self._seen(looked=False)
        if at < len(STEPS):
            step = STEPS[at]
            self._bring_forth(step.dock)
            callout.show_step(tr(step.title), with_keys(tr(step.says)), at + 1, len(STEPS))
        else:
            callout.show_end(tr(END_TITLE), tr(END))
        callout.show()
        callout.raise_()
        self._place()

    def _bring_forth(self, name: str) -> None:
        """Have a dock in sight."""
        dock = self._window.dock_host.docks.get(name)
        if dock is None:
            return
        if dock.isHidden():
            self._window.arrangements.show("watch")
        if dock.isHidden():
            dock.toggleViewAction().trigger()
        dock.raise_()

    # -- what the person does

    def _links(self) -> tuple[tuple[SignalInstance, Callable[..., None]], ...]:
        """Return the signals that tell what the person does, each with what takes it while the tour goes on."""
        window, session = self._window, self._session
        return (
            (window.painted, self._place),
            # The system paints a window that fills the screen by itself.
            (window.resized, self._place),
            (window.key, self._take_key),
            (window.presenter.changed, self._stand_back),
            (window.heatmaps.hovered, self._take_hover),
            (session.document_changed, self._judge),
            (session.focus_changed, self._judge),
            (session.snapshot_changed, self._take_text),
            (self._design.changed, self._dress),
        )

    def _connect(self) -> None:
        for signal, slot in self._links():
            signal.connect(slot)

    def _disconnect(self) -> None:
        for signal, slot in self._links():
            signal.disconnect(slot)

    def _seen(self, *, looked: bool) -> Seen:
        return Seen(self._session.document, self._session.focus, looked)

    @Slot()
    def _judge(self) -> None:
        """Go on once the step is done and nothing more of it has come for a while."""
        if self._callout is None or self._at >= len(STEPS) or self._window.presenter.presenting:
            return
        step, now = STEPS[self._at], self._seen(looked=self._looked)
        if step.done(self._before, now):
            self._callout.show_done()
            self._going_on.start(step.patience_ms)

    @Slot()
    def _take_text(self) -> None:
        """Begin a step about words with those of another text: a cursor that follows the typing is no word chosen."""
        if self._at < len(STEPS) and STEPS[self._at].of_words:
            self._before = self._seen(looked=False)

    @Slot(object)
    def _take_hover(self, spot: Spot | None) -> None:
        if spot is not None and not self._looked:
            self._looked = True
            self._judge()

    @Slot(int)
    def _take_key(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.end()

    @Slot()
    def look_at_cursor(self) -> None:
        """Take note that the label of a value was asked for by its key."""
        self._looked = True
        self._judge()

    # -- where it stands

    @Slot(bool)
    def _stand_back(self, presenting: bool) -> None:
        """Leave the window alone while an audience looks on."""
        if self._callout is not None:
            self._callout.setVisible(not presenting)
        # A step that was done a moment before waits as well.
        self._going_on.stop()
        self._judge()
        self._place()

    @Slot(object)
    def _dress(self, _theme: object) -> None:
        if self._ring is not None:
            self._ring.set_theme(self._design.theme)
        self._place()

    @Slot()
    def _place(self, _painted: object = None) -> None:
        """Stand beside the control wherever it is now."""
        callout, ring = self._callout, self._ring
        if callout is None or ring is None or self._window.presenter.presenting:
            if ring is not None:
                ring.hide()
            return
        control = STEPS[self._at].control(self._window) if self._at < len(STEPS) else None
        place = QRect()
        if control is not None and control.isVisible() and control.window() is self._window:
            place = place_in(self._window, control)
        callout.stand_beside(place)
        if place.isEmpty():
            ring.hide()
        elif place != self._around or ring.isHidden():
            # Once more at the same place it would have everything painted again.
            ring.surround(place)
        self._around = place
