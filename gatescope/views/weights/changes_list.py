"""The list behind the count of changes: what is no longer as trained, and the way back, line by line or all at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.icons import icon
from gatescope.views.base.semi_bold import semi_bold
from gatescope.views.controls.menu import close_where_disabled
from gatescope.views.weights.changes import Change
from gatescope.words import tr

_MOST_LINES = 60
_LINES_IN_SIGHT, _LINE = 7, 30
_WIDTH = 460


class ChangesList(QFrame):
    """A list that pops up over its button and closes at a click elsewhere or by Esc."""

    change_picked = Signal(object)
    """The `Change` whose weight the person wants to see."""
    reverted = Signal(object)
    """The `Change` to take back."""
    all_reverted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("ChangesList")
        self.setAccessibleName(tr("What is no longer as trained"))
        self._theme: Theme = LIGHT
        self._changes: tuple[Change, ...] = ()
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._head = QLabel(tr("No longer as trained"), self)
        self._head.setObjectName("changesHead")
        self._all = QPushButton(tr("Revert all"), self)
        self._all.setAccessibleName(tr("Revert all"))
        self._all.setToolTip(tr("Give this model all of its trained weights back, as one undo step"))
        self._all.clicked.connect(self.all_reverted)
        head = QHBoxLayout()
        head.addWidget(self._head, 1)
        head.addWidget(QLabel(tr("trained → now"), self))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.addLayout(head)
        column.addWidget(self._area, 1)
        column.addLayout(foot)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        close_where_disabled(self, event)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setStyleSheet(
            f"#ChangesList {{ background: {theme.surface}; border: 1px solid {theme.border}; }}"
            f"#ChangesList QLabel {{ color: {theme.muted}; }} #changesHead {{ font-weight: 600; }}"
            f"#ChangesList QLabel#changedValue {{ color: {theme.text}; }}"
            f"#ChangesList QScrollArea, #changesRows {{ background: {theme.surface}; }}"
            f"#changeWords {{ border: none; background: transparent; text-align: left; padding: 2px; }}"
            f"#changeWords:hover, #changeWords:focus {{ color: {theme.accent}; }}"
        )
        self._changes = ()

    def show_changes(self, changes: tuple[Change, ...]) -> None:
        """List `changes`; without any it closes."""
        if not changes:
            self.hide()
        if changes == self._changes:
            return
        self._changes = changes
        rows = QWidget()
        rows.setObjectName("changesRows")
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        for at, change in enumerate(changes[:_MOST_LINES]):
            self._add_line(grid, at, change)
        if len(changes) > _MOST_LINES:
            grid.addWidget(
                QLabel(tr("and {count} more, which “Revert all” takes back too", count=len(changes) - _MOST_LINES)),
                at + 1,
                0,
            )
        grid.setRowStretch(grid.rowCount(), 1)
        self._area.setWidget(rows)
        lines = min(len(changes), _LINES_IN_SIGHT)
        width = max(_WIDTH, rows.sizeHint().width() + 44)
        self.resize(width, lines * _LINE + 100)

    def pop_up(self, button: QWidget) -> None:
        """Open over `button`, within its screen."""
        screen = button.screen().availableGeometry()
        self.resize(min(self.width(), screen.width()), min(self.height(), screen.height()))
        corner = button.mapToGlobal(QPoint(button.width(), 0))
        place = QRect(corner - QPoint(self.width(), self.height() + 4), self.size())
        if place.top() < screen.top():
            place.moveTop(min(corner.y() + button.height() + 4, screen.bottom() - self.height()))
        place.moveLeft(min(max(place.left(), screen.left()), screen.right() - self.width()))
        self.move(place.topLeft())
        self.show()
        self._all.setFocus()

    def _add_line(self, grid: QGridLayout, row: int, change: Change) -> None:
        words = QPushButton(change.words)
        words.setObjectName("changeWords")
        words.setAccessibleName(
            tr("{words}, {before} to {now}", words=change.words, before=change.before, now=change.now)
        )
        words.setToolTip(tr("{words}: show it in the map", words=change.words))
        words.clicked.connect(partial(self.change_picked.emit, change))
        value = QLabel(semi_bold(f"{change.before} → <b>{change.now}</b>"))
        value.setObjectName("changedValue")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        back = QToolButton()
        back.setIcon(icon("reset", self._theme))
        back.setAccessibleName(tr("Revert {words}", words=change.words))
        back.setToolTip(tr("Give back {before}, as one undo step", before=change.before))
        back.clicked.connect(partial(self.reverted.emit, change))
        for column, widget in enumerate((words, value, back)):
            grid.addWidget(widget, row, column)
