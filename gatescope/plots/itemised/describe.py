"""Describes whose read-out reaches which step, and says how far back the one at the cursor does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

import numpy as np

from gatescope.analysis.itemised.itemised import Itemised
from gatescope.plots.bad_text import bad_text
from gatescope.plots.gradient_words import power, quoted
from gatescope.plots.itemised.itemised_plot import ItemisedPanel, ItemisedPlot, Path, Values
from gatescope.plots.notation import state_letter
from gatescope.plots.readout import column_name
from gatescope.plots.runs import caption, cursor_of, tokens_of
from gatescope.plots.signals import CELL_NAMES, part_title, symbol
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.words import tr

# The range of the colours: as many decades as there are, within limits, in steps so that typing does not shake them.
_FEWEST, _MOST, _SNAP = 1.5, 6.0, 0.5


def describe_itemised(
    runs: Sequence[Run], items: Sequence[Itemised], focus: Focus, path: Path = "whole"
) -> ItemisedPlot:
    """Describe the itemised gradients of `runs`, which share their token axis.

    Args:
        items: the answer for each run; none is asked for where the text is empty.
        focus: whose model is in front, and where the cursor is.
        path: which one is shown; an RNN, which has but one, shows it whatever is asked.
    """
    tokens = tokens_of(runs, focus)
    pairs = list(zip(runs, items, strict=True)) if len(tokens) else []
    front = next((run.model for run, _ in pairs if run.model == focus.model), pairs[0][0].model if pairs else "")
    low, high = _range(found.whole for _, found in pairs)
    panels = tuple(
        _panel(run, found, name, path, low, high) for (run, found), name in zip(pairs, _names(pairs), strict=True)
    )
    plot = ItemisedPlot(
        tokens,
        panels,
        path=path,
        of=_of(*next(pair for pair in pairs if pair[0].model == front)) if pairs else "",
        front=front,
        caption=caption([(run, found.part) for run, found in pairs] or [(run, None) for run in runs]),
    )
    bad = {
        run.model: tr("not a number from {bad_text} on", bad_text=bad_text(run.bad))
        for run in runs
        if run.bad is not None
    }
    return at_cursor(plot, cursor_of(tokens, focus), bad)


def at_cursor(plot: ItemisedPlot, cursor: int | None, bad: dict[str, str] | None = None) -> ItemisedPlot:
    """Return the plot with the token cursor elsewhere, and the sentence about it.

    Args:
        bad: by model, what to say where its numbers are none.
    """
    panels = sorted(plot.panels, key=lambda panel: panel.model == plot.front)
    said = [_finding(panel, cursor, (bad or {}).get(panel.model, "")) for panel in panels]
    return replace(plot, cursor=cursor, finding=" ".join(said))


def _names(pairs: Sequence[tuple[Run, Itemised]]) -> list[str]:
    """Return the cell of each, or the model where another one has the same cell; with its layer where it has some."""
    cells = [run.network.cell.name for run, _ in pairs]
    apart = len(set(cells)) == len(cells)
    found = []
    for run, one in pairs:
        place = part_title(run.network, one.part)
        name = CELL_NAMES[run.network.cell.name] if apart else run.model
        found.append(f"{name} · {place}" if place else name)
    return found


def _of(run: Run, found: Itemised) -> str:
    readout = next((one for one in run.network.readouts if one.name == found.target.readout), None)
    if readout is None:
        return tr("sum of {state_letter}", state_letter=state_letter())
    if found.target.label is not None:
        return column_name(readout, readout.labels.index(found.target.label))
    return column_name(readout, -1) if readout.kind == "logistic" else readout.name


def _panel(run: Run, found: Itemised, name: str, path: Path, low: float, high: float) -> ItemisedPanel:
    cell = run.network.cell.name
    values = found.whole if cell == "rnn" else {"direct": found.direct, "rest": found.rest}.get(path, found.whole)
    return ItemisedPanel(
        model=run.model,
        cell=cell,
        part=found.part,
        name=name,
        tokens=run.tokens,
        state=symbol(found.state, cell),
        stretch=found.stretch,
        values=values,
        whole=found.whole,
        direct=found.direct,
        rest=found.rest,
        shares=found.shares,
        low=low,
        high=high,
    )


def _range(maps: Iterable[Values]) -> tuple[float, float]:
    """Return the decades that all maps have in common: the same colour is the same norm."""
    every = np.concatenate([values[np.isfinite(values)] for values in maps] or [np.zeros(0)])
    if not len(every):
        return -_FEWEST, 0.0
    high = float(np.ceil(every.max() / _SNAP) * _SNAP)
    low = float(np.floor(every.min() / _SNAP) * _SNAP)
    return min(max(low, high - _MOST), high - _FEWEST), high


def _finding(panel: ItemisedPanel, cursor: int | None, bad: str) -> str:
    name = f'<span class="{panel.cell}">{escape(panel.name)}</span>: '
    stretch, tokens = panel.stretch, panel.tokens
    at = len(stretch) - 1 if cursor is None or cursor not in stretch else cursor - stretch.start
    if not np.isfinite(panel.whole[at, at]):
        return f"{name}{escape(bad) or tr('the read-out there depends on no step')}."
    start = len(stretch) - 1 if panel.part.reverse else 0
    words = [escape(quoted(tokens, stretch.start + token)) for token in (at, start)]
    if at == start:
        said = tr("nothing was read before {words}", words=words[0])
    else:
        said = tr(
            "the read-out after {words} reaches {words2} with {power}",
            words=words[0],
            words2=words[1],
            power=power(float(panel.whole[at, start])),
        )
        if panel.direct.size:
            letter = f'<span class="math">{panel.state}</span>'
            said += tr(", along {letter} alone {power}", letter=letter, power=power(float(panel.direct[at, start])))
    most = int(np.nanargmax(panel.shares[:, at]))
    heard = f"{panel.shares[most, at]:.0%}".replace("%", " %").replace("-", "−")
    if most != at and np.isfinite(panel.shares[most, at]):
        source = escape(quoted(tokens, stretch.start + most))
        said += tr(
            "; what reaches {words} comes most from the read-out after {source}, {heard}",
            words=words[0],
            source=source,
            heard=heard,
        )
    if stretch.start or stretch.stop < len(tokens):
        first = escape(quoted(tokens, stretch.start))
        said += tr(". Of so long a text {count} tokens are itemised, from {first} on", count=len(stretch), first=first)
    return f"{name}{said}."
