"""All layers and directions of the shown models at once: one map each, of the signal in focus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gatescope.engine.part import Part
from gatescope.plots.colours import SIGNED
from gatescope.plots.description import HeatmapPanel, HeatmapPlot
from gatescope.plots.held import clamped
from gatescope.plots.order import fitting_order, unit_order
from gatescope.plots.runs import caption, cursor_of, lies_outside, range_of, tokens_of
from gatescope.plots.signals import part_title, shown_values, symbol, title
from gatescope.plots.word_importance import word_importance
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.words import tr

_USUAL = "hidden_state"


@dataclass(frozen=True, eq=False)
class LayersPlot(HeatmapPlot):
    """One map a part, the one nearest to the read-out at the top, all on one range of colours."""

    def facts(self) -> dict[str, str]:
        return super().facts() | {
            "Title": tr("All layers: {signal}", signal=title(self.panels[0].signal))
            if self.panels
            else tr("All layers")
        }


def layers(runs: Sequence[Run], focus: Focus, *, signal: str = "") -> LayersPlot:
    """Describe one map a layer and direction of every run.

    Args:
        signal: what they show; by default the signal in focus where the cell of a run has it, else the hidden state.
    """
    tokens = tokens_of(runs, focus)
    panels = tuple(panel for run in runs for panel in _panels(run, focus, signal or focus.signal))
    said = caption([(run, None) for run in runs])
    said = f"{said} · {', '.join(dict.fromkeys(panel.title for panel in panels))}" if len(runs) == 1 else said
    importance = word_importance(runs, tokens)
    return LayersPlot(tokens, panels, cursor=cursor_of(tokens, focus), importance=importance, caption=said)


def signal_of(run: Run, wanted: str) -> str:
    """Return `wanted` where the cell of `run` has it, else the hidden state, which every cell has."""
    return wanted if wanted in run.network.cell.signals else _USUAL


def _panels(run: Run, focus: Focus, wanted: str) -> list[HeatmapPanel]:
    signal, cell = signal_of(run, wanted), run.network.cell
    parts = tuple(reversed(run.network.parts))
    ranges = [range_of([run], replace(focus, part=part), signal) for part in parts]
    low, high = min(low for low, _ in ranges), max(high for _, high in ranges)
    return [
        _panel(run, focus, part, signal, low, high, gate=signal in cell.unit_interval and low >= 0) for part in parts
    ]


def _panel(run: Run, focus: Focus, part: Part, signal: str, low: float, high: float, *, gate: bool) -> HeatmapPanel:
    values = shown_values(run, part, signal)
    return HeatmapPanel(
        model=run.model,
        cell=run.network.cell.name,
        part=part,
        signal=signal,
        title=part_title(run.network, part) or tr("the only layer"),
        symbol=symbol(signal, run.network.cell.name),
        values=values,
        order=fitting_order(unit_order(run, part, focus.order), values.shape[1]),
        low=low,
        high=high,
        colours=signal if gate else SIGNED,
        place=part_title(run.network, part),
        clamped=clamped(run, part, signal),
        outside=lies_outside(run, part, signal, high),
    )
