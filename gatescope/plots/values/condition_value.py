"""A unit at one word of a condition."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from gatescope.plots.gradient_words import quoted
from gatescope.plots.numbers import number
from gatescope.plots.pairs.conditions_plot import ConditionPanel, ConditionsPlot
from gatescope.plots.values.value import OfNoUnit, TextRow, ValueText
from gatescope.words import tr

_LONGEST = 40


@dataclass(frozen=True)
class ConditionValue(OfNoUnit):
    """The values of all sentences of a panel at a place in them."""

    plot: ConditionsPlot
    panel: ConditionPanel
    at: int

    @property
    def number(self) -> float | None:
        """The mean over the sentences."""
        return float(self.panel.mean[self.at])

    @property
    def token(self) -> int | None:
        """None: the sentences are not the one that the cursor is in."""
        return None

    def text(self) -> ValueText:
        panel, at, hue = self.panel, self.at, self.plot.hue
        rows = [
            TextRow(hue, escape(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"), number(float(value)))
            for text, value, there in zip(panel.texts, panel.values[:, at], panel.there[:, at], strict=True)
            if there
        ]
        if len(rows) > 1:
            mean, spread = number(float(panel.mean[at])), number(float(panel.spread[at]))
            rows.append(TextRow(hue, tr("mean ± spread"), f"{mean} ± {spread}"))
        head = tr("word {at} {quoted} · {about}", at=at + 1, quoted=quoted(panel.tokens, at), about=self.plot.about)
        return ValueText(head, rows=tuple(rows), note=panel.name)
