"""The base of all views with a plot: it keeps theme and snapshot, and draws nothing while the view is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from gatescope.plots.runs import front_run
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.view import View

if TYPE_CHECKING:
    from gatescope.plots.description import Plot
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Run, Snapshot
    from gatescope.views.tokens.range import TokenRange


class PlotView(View):
    """A view that draws a plot of a snapshot as seen through a focus.

    A subclass overrides `_draw` (a new snapshot), `_draw_focus` (the same snapshot, another cursor or choice) and
    `_apply_theme`. All three are only called while the widget is in sight or about to be; what arrives while it is
    hidden, or behind the tab of another dock, is drawn once, when it is shown.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._snapshot: Snapshot | None = None
        self._focus: Focus | None = None
        self._theme_stale = True
        self._snapshot_stale = False
        self._focus_stale = False
        # A click gives the view the keyboard focus, which makes its plot the one that Copy and Export take.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @property
    def in_sight(self) -> bool:
        """Whether it is shown, and not behind the tab of another dock: Qt keeps those far outside the window."""
        if not self.isVisible():
            return False
        window = self.window()
        place = QRect(self.mapTo(window, QPoint()), self.size().expandedTo(QSize(1, 1)))
        return window.rect().intersects(place)

    def sight_changed(self) -> None:
        """Draw what arrived while the view was behind a tab; called whenever it may have come to the front."""
        self._refresh_if_in_sight()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`; what is shown is drawn anew."""
        if theme is self._theme and not self._theme_stale:
            return
        self._theme = theme
        self._theme_stale = True
        self._refresh_if_in_sight()

    def show_snapshot(self, snapshot: Snapshot, focus: Focus) -> None:
        """Show `snapshot` as seen through `focus`."""
        newer = snapshot is not self._snapshot
        self._snapshot_stale |= newer
        self._focus_stale |= focus is not self._focus
        self._snapshot, self._focus = snapshot, focus
        if self.in_sight:
            self.refresh()
        elif newer:
            self._let_go()

    def link_tokens(self, token_range: TokenRange) -> None:
        """Show the same stretch of tokens as other views; a view without a token axis has nothing to link."""

    def plot(self) -> Plot | None:
        """Return the description of what is (or, hidden, would be) on screen, for export and copy, or None."""
        return None

    def is_idle(self, snapshot: Snapshot) -> bool:
        """Return whether it has nothing to show of `snapshot` whatever is typed: its dock is folded away then."""
        return False

    def reset_view(self) -> None:
        """Undo every zoom and show all there is; a view that cannot be zoomed has nothing to undo."""

    def refresh(self) -> None:
        """Draw everything that arrived since the last drawing, visible or not (an export of a hidden view needs it)."""
        if self._theme_stale:
            self._theme_stale = False
            self._apply_theme(self._theme)
        if self._snapshot is None or self._focus is None:
            return
        snapshot_stale, self._snapshot_stale = self._snapshot_stale, False
        focus_stale, self._focus_stale = self._focus_stale, False
        if snapshot_stale:
            self._draw(self._snapshot, self._focus)
        elif focus_stale:
            self._draw_focus(self._snapshot, self._focus)

    def settle(self) -> None:
        """Ask at once for every repaint that is still to be asked for: the window is about to be painted."""

    def showEvent(self, event: QShowEvent) -> None:
        self._refresh_if_in_sight()
        super().showEvent(event)

    def _refresh_if_in_sight(self) -> None:
        if self.in_sight:
            self.refresh()

    def _run_in_front(self) -> Run | None:
        """Return the run of the model in front in what is shown; None where no model is shown."""
        return None if self._snapshot is None or self._focus is None else front_run(self._snapshot.runs, self._focus)

    def _let_go(self) -> None:
        """Drop what is kept of runs that are no longer shown: out of sight, it would keep their memory for no use.

        It is drawn anew before it is seen again; by default nothing is kept.
        """

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        """Draw a new snapshot."""

    def _draw_focus(self, snapshot: Snapshot, focus: Focus) -> None:
        """Draw another focus on the snapshot that is already drawn; the default draws all of it."""
        self._draw(snapshot, focus)

    def _apply_theme(self, theme: Theme) -> None:
        """Take the colours. The default fills the widget with the surface colour."""
        palette = self.palette()
        palette.setColor(self.backgroundRole(), theme.surface)
        self.setPalette(palette)
        self.setAutoFillBackground(True)
