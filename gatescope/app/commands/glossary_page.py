"""The glossary: every signal, symbol and term with its other names, found by any of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from itertools import groupby

from PySide6.QtCore import QEvent, Qt, QUrl, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QLabel, QTextBrowser, QVBoxLayout, QWidget

from gatescope.app.window.dialog_buttons import dialog_buttons
from gatescope.plots.glossary.term import Term, markup
from gatescope.plots.glossary.terms import equations_of, find, symbol_of
from gatescope.plots.notation import notation
from gatescope.plots.theme import MATH_FAMILY, Theme
from gatescope.views.controls.choice_menu import shortened
from gatescope.views.controls.finding_field import FindingField
from gatescope.words import tr, trn

_SIZE = (620, 620)
_NAME, _TEXT, _SMALL, _MATH = 14, 13, 12, 15
_SHADE = "shade"


class GlossaryPage(QDialog):
    """Stands beside the window, which stays in use; it deletes itself when it is closed."""

    shade_asked = Signal(str)
    """The name of the signal to shade the words by."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("Glossary")
        self.setWindowTitle(tr("Glossary"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme, self._signals, self._notation = theme, frozenset[str](), notation()
        self.field = FindingField()
        self.field.setAccessibleName(tr("Find a term"))
        self.field.setPlaceholderText(tr("A name or a symbol: Γ_u, keep gate, carry, a"))
        self.field.setToolTip(tr("Find a term by any of its names or symbols"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._list)
        self.page = QTextBrowser()
        self.page.setAccessibleName(tr("Terms"))
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setOpenLinks(False)
        self.page.anchorClicked.connect(self._follow)
        self.count = QLabel()
        self.count.setObjectName("Muted")
        buttons = dialog_buttons(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        column = QVBoxLayout(self)
        for widget in (self.field, self.count, self.page, buttons):
            column.addWidget(widget)
        self.resize(theme.pixels(_SIZE[0]), theme.pixels(_SIZE[1]))
        self._list()
        self.field.setFocus()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._list()

    def offer(self, signals: Collection[str]) -> None:
        """Offer to shade the words by these signals, which the models in view have; take another notation."""
        if (self._signals, self._notation) != (frozenset(signals), notation()):
            self._signals, self._notation = frozenset(signals), notation()
            self._list()

    def show_query(self, query: str) -> None:
        """Show what `query` finds; everything where it is empty."""
        self.field.setText(query)
        self.field.selectAll()

    def changeEvent(self, event: QEvent) -> None:
        """Take the sizes of another font: the window's text was zoomed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._list()

    @Slot()
    def _list(self) -> None:
        query = self.field.text()
        found = find(query)
        self.count.setText(_counted(len(found), query))
        self.page.setHtml(_page(found, self._theme, self._signals, headed=not query.strip()))

    @Slot(QUrl)
    def _follow(self, link: QUrl) -> None:
        if link.scheme() == _SHADE:
            self.shade_asked.emit(link.path())


def _counted(count: int, query: str) -> str:
    if not count:
        return tr("Nothing here is called “{query}”.", query=shortened(query.strip()))
    return trn("{count} term", "{count} terms", count)


def _set(symbol: str) -> str:
    """Return a symbol as the equations have it: letters slanted, signs and names of functions upright."""
    letter, _, lower = symbol.partition("_")
    is_letter = letter[0].isascii() and len(letter.rstrip("\u0303")) == 1
    shown = f"<i>{letter}</i>" if is_letter else markup(letter)
    return f"{shown}<sub>{lower}</sub>" if lower else shown


def _page(found: Sequence[Term], theme: Theme, offered: Collection[str], *, headed: bool) -> str:
    parts = []
    for kind, group in groupby(found, lambda term: term.kind if headed else ""):
        if kind:
            style = f"color:{theme.accent}; font-weight:600; font-size:{theme.pixels(_NAME)}px"
            parts.append(f"<p style='{style}; margin-bottom:2px'>{escape(kind)}</p>")
        parts += [_entry(term, theme, offered) for term in group]
    return "".join(parts)


def _entry(term: Term, theme: Theme, offered: Collection[str]) -> str:
    """Return a term as rich text: name and symbol, what it is, its equations, its other names."""
    dot = f"<span style='color:{theme.hue(term.signal)}'>●</span>&nbsp;" if term.signal else ""
    math = f'font-family:"{MATH_FAMILY}"; font-size:{theme.pixels(_MATH)}px'
    name = symbol_of(term)
    symbol = f"&nbsp;&nbsp;<span style='{math}; color:{theme.muted}'>{_set(name)}</span>" if name else ""
    head = f"{dot}<span style='font-weight:600'>{escape(term.name)}</span>{symbol}"
    lines = [
        f"<div style='font-size:{theme.pixels(_NAME)}px; color:{theme.text}; margin-top:10px'>{head}</div>",
        f"<div style='font-size:{theme.pixels(_TEXT)}px; color:{theme.text}'>{escape(term.says, quote=False)}</div>",
    ]
    lines += [f"<div style='{math}; color:{theme.text}'>{one}</div>" for one in equations_of(term)]
    small = f"font-size:{theme.pixels(_SMALL)}px; color:{theme.muted}"
    if term.also:
        lines.append(f"<div style='{small}'>{tr('Also:')} {markup(term.other_names)}</div>")
    if term.signal in offered:
        link = f"<a href='{_SHADE}:{term.signal}' style='color:{theme.accent}'>{tr('Shade the words by it')}</a>"
        lines.append(f"<div style='{small}'>{link}</div>")
    return "".join(lines)
