"""Describes a unit in two by two conditions, and says which of the two factors moves it more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from gatescope.analysis.pairs.other_texts import OtherRun
from gatescope.plots.bad_text import bad_text
from gatescope.plots.numbers import number
from gatescope.plots.pairs.conditions_plot import ConditionPanel, ConditionsPlot, Values
from gatescope.plots.ranges import fitted
from gatescope.plots.runs import caption, no_tokens, part_of
from gatescope.plots.signals import part_title, shown_values, symbol, title
from gatescope.plots.traces import chosen_unit
from gatescope.session.document.document import Focus
from gatescope.session.run.other_text import over_text
from gatescope.session.run.snapshot import Run
from gatescope.text.tokens import TokenSequence
from gatescope.words import mark, tr

BETWEEN = " | "
"""Stands between two sentences of one condition."""


@dataclass(frozen=True)
class Factors:
    """What the columns and the rows of the grid stand for; empty where that is not known.

    Attributes:
        columns: ``("singular", "plural")``.
        rows: ``("without an attractor", "with an attractor")``.
    """

    columns: tuple[str, str] = ("", "")
    rows: tuple[str, str] = ("", "")

    def name(self, at: int) -> str:
        """Return the name of a condition, which are counted row by row."""
        return ", ".join(one for one in (self.columns[at % 2], self.rows[at // 2]) if one)


@dataclass(frozen=True)
class Preset:
    """A grid to begin with: its name, its factors, and four conditions, row by row."""

    name: str
    factors: Factors
    texts: tuple[str, str, str, str]


PRESETS = (
    Preset(
        mark("sentiment × negation"),
        Factors(("praise", "blame"), ("plain", "negated")),
        (
            "The food was good. | The film was great.",
            "The food was bad. | The film was terrible.",
            "The food was not good. | The film was not great.",
            "The food was not bad. | The film was not terrible.",
        ),
    ),
    Preset(
        mark("number × attractor"),
        Factors(("singular", "plural"), (mark("without an attractor"), mark("with an attractor"))),
        (
            "The key is old. | The author is here.",
            "The keys are old. | The authors are here.",
            "The key to the cabinets is old. | The author of the books is here.",
            "The keys to the cabinet are old. | The authors of the book are here.",
        ),
    ),
)
"""After Gulordava et al. 2018 and Linzen, Dupoux & Goldberg 2016 for agreement with attractors."""


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a condition, which bars stand between."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


def describe_conditions(
    run: Run,
    conditions: Sequence[Sequence[tuple[str, TokenSequence, OtherRun]]],
    focus: Focus,
    factors: Factors,
) -> ConditionsPlot:
    """Describe the chosen unit in four conditions.

    Args:
        run: of the model in front, on any text.
        conditions: of each the sentences, their tokens and what the model did on them.
        focus: the part, the unit and the signal; the hidden state where that is no signal of the cell.
        factors: what the grid stands for.
    """
    part, cell = part_of(run, focus), run.network.cell
    signal = focus.signal if focus.signal in cell.signals else "hidden_state"
    unit = chosen_unit(run, part, focus).unit
    panels: list[ConditionPanel] = []
    remarks: list[str] = []
    drawn: list[Values] = []
    for at, condition in enumerate(conditions):
        rows: list[Values] = []
        for _, tokens, other in condition:
            made = over_text(run, tokens, other)
            values = np.asarray(shown_values(made, part, signal), np.float64)
            rows.append(values[:, min(unit, values.shape[1] - 1)] if len(values) else np.empty(0))
            if made.bad is not None:
                first = bad_text(made.bad)
                remarks.append(tr("{place} is the first that is not a number.", place=f"{first[0].upper()}{first[1:]}"))
        drawn += rows
        longest = max((tokens for _, tokens, _ in condition), key=len, default=no_tokens())
        padded = np.full((len(rows), len(longest)), np.nan)
        there = np.zeros(padded.shape, np.bool_)
        for row, known, values in zip(padded, there, rows, strict=True):
            row[: len(values)] = values
            known[: len(values)] = True
        texts = tuple(text for text, _, _ in condition)
        panels.append(ConditionPanel(factors.name(at), texts, longest, padded, there))
    low, high = fitted(drawn)
    found = tuple(panels) if any(len(panel.tokens) for panel in panels) else ()
    return ConditionsPlot(
        panels=found,
        model=run.model,
        cell=cell.name,
        signal=title(signal),
        symbol=symbol(signal, cell.name),
        hue=signal,
        unit=unit,
        low=low,
        high=high,
        place=part_title(run.network, part),
        finding=_finding(panels, factors, unit) if found else "",
        remark=escape(" ".join(dict.fromkeys(remarks))),
        caption=caption([(run, part)]),
    )


def _finding(panels: Sequence[ConditionPanel], factors: Factors, unit: int) -> str:
    """Say by how much the two factors move the unit, at the ends of the sentences."""
    ends = [panel.ends for panel in panels]
    if not all(len(one) for one in ends):
        return tr("Give every condition a sentence to see what the rows and the columns do.")
    means = np.array([one.mean() for one in ends]).reshape(2, 2)
    if not np.isfinite(means).all():
        return tr("Unit {unit} is not a number at the end of a sentence.", unit=unit)
    by_column, by_row = np.abs(means.mean(axis=0) @ [1, -1]), np.abs(means.mean(axis=1) @ [1, -1])
    columns = _between(factors.columns, tr("the left and the right column"))
    rows = _between(factors.rows, tr("the upper and the lower row"))
    return tr(
        "After the last word unit {unit} differs by {strong} between {columns}, by {strong2} between {rows}.",
        unit=unit,
        strong=_strong(number(float(by_column))),
        columns=columns,
        strong2=_strong(number(float(by_row))),
        rows=rows,
    )


def _between(names: tuple[str, str], otherwise: str) -> str:
    return tr("{names} and {names2}", names=escape(names[0]), names2=escape(names[1])) if all(names) else otherwise


def _strong(text: str) -> str:
    return f'<span style="font-weight:600">{text}</span>'
