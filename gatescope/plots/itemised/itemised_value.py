"""What one read-out asks of one step."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from gatescope.plots.gradient_words import power, quoted
from gatescope.plots.itemised.itemised_plot import ItemisedPanel, ItemisedPlot, path_words
from gatescope.plots.values.value import TextRow, ValueText
from gatescope.session.document.document import UnitRef
from gatescope.words import tr


@dataclass(frozen=True)
class ItemisedValue:
    """The read-out after token `row`, and the step of token `column`, of `panel` in `plot`."""

    plot: ItemisedPlot
    panel: ItemisedPanel
    row: int
    column: int

    signal = ""
    unit: UnitRef | None = None
    to_hold: float | None = None

    @property
    def _at(self) -> tuple[int, int]:
        start = self.panel.stretch.start
        return self.row - start, self.column - start

    @property
    def number(self) -> float:
        """log₁₀ of the norm on the path that is shown."""
        return float(self.panel.values[self._at])

    @property
    def token(self) -> int:
        return self.column

    def text(self) -> ValueText:
        panel, tokens = self.panel, self.panel.tokens
        head = tr(
            "read-out after {quoted} → step {quoted2}",
            quoted=quoted(tokens, self.row),
            quoted2=quoted(tokens, self.column),
        )
        paths = {"whole": panel.whole, "direct": panel.direct, "rest": panel.rest}
        rows = [
            TextRow(panel.colours, escape(path_words(name)), power(float(values[self._at])))  # type: ignore[arg-type]
            for name, values in paths.items()
            if values.size
        ]
        share = f"{float(panel.shares[self._at]):.0%}".replace("-", "−").replace("%", " %")
        note = tr(
            "{share} of what reaches {quoted} from all read-outs of {of}",
            share=share,
            quoted=quoted(tokens, self.column),
            of=self.plot.of,
        )
        return ValueText(head, rows=tuple(rows), note=note)
