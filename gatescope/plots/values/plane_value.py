"""A point of a plane of states: a word of the sentence or of the background, a step of the repeated word, or a fixed
point."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

from gatescope.plots.axis_words import short_word
from gatescope.plots.numbers import number
from gatescope.plots.space.plane import DrawnMark, PlanePanel, PlanePath
from gatescope.plots.values.value import TextRow, ValueText
from gatescope.session.document.document import UnitRef
from gatescope.words import in_quotes, tr

_LONGEST = 90


@dataclass(frozen=True)
class PlaneValue:
    """One point of a panel.

    Attributes:
        panel: where it is drawn.
        path: the path that it belongs to; None for the background and for fixed points.
        at: the number of the point there.
        mark: the fixed point.
    """

    panel: PlanePanel
    path: PlanePath | None
    at: int
    mark: DrawnMark | None = None

    signal = "readout"
    unit: UnitRef | None = None
    to_hold: float | None = None

    @property
    def number(self) -> float | None:
        """What the read-out says there; None without one."""
        if self.mark is not None:
            return self.mark.mark.readout
        values = self.panel.background_readouts if self.path is None else self.path.readouts
        value = float(values[self.at])
        return None if math.isnan(value) else value

    @property
    def token(self) -> int | None:
        """The token of the shown sentence; None for any other point."""
        return self.path.first + self.at if self.path is not None and self.path is self.panel.path else None

    @property
    def place(self) -> tuple[float, float]:
        """Where it is in the plane."""
        if self.mark is not None:
            return self.mark.x, self.mark.y
        x, y = (self.panel.background if self.path is None else self.path.points)[self.at]
        return float(x), float(y)

    def text(self) -> ValueText:
        panel, found = self.panel, self.number
        x, y = self.place
        hue = f"cell:{panel.cell}"
        names = (tr("1st component"), tr("2nd component")) if panel.plane.principal else (tr("unit 0"), tr("unit 1"))
        rows = [TextRow(hue, name, number(value)) for name, value in zip(names, (x, y), strict=True)]
        if found is not None and panel.scale is not None:
            rows.insert(0, TextRow("readout", escape(panel.scale.label), number(found)))
        shown = rows if len(panel.plane.mean) > 1 else rows[:-1]
        return ValueText(self._head(), rows=tuple(shown), note=self._note())

    def _head(self) -> str:
        if self.mark is not None:
            return self.mark.mark.label or tr("{kind} fixed point", kind=self.mark.mark.kind)
        if self.path is None:
            return in_quotes(short_word(self.panel.background_words[self.at]))
        if len(self.path.tokens):
            return f"{in_quotes(self.path.word(self.at))} · {self.panel.label}"
        return tr("{name}: step {at}", name=self.path.name, at=self.at + 1)

    def _note(self) -> str:
        """Return the sentence that a word of the background, or of a further path, is in."""
        if self.mark is not None or self.path is self.panel.path:
            return ""
        if self.path is None:
            text = self.panel.background_texts[int(self.panel.text_of[self.at])]
        else:
            text = self.path.tokens.text[: _LONGEST + 1] if len(self.path.tokens) else ""
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
