"""The panels of a training run: loss, metric, norm of the gradient, saturated gates, size of a step, norm by layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from gatescope.plots.hues import SIGNALS
from gatescope.plots.numbers import number, short
from gatescope.plots.signals import title
from gatescope.plots.training.curves import RunCurves, at_step
from gatescope.plots.training.run_plot import INK, StepLine, StepPanel
from gatescope.plots.training.scales import Scale, around, from_zero, shares
from gatescope.words import mark, tr

Runs = Sequence[RunCurves]
_OWN = "readout"
"""The hue of the run in front: the accent."""


def loss(runs: Runs, at: int | None) -> StepPanel:
    """Return the loss of every step, its running mean and that on the held-out sequences; the best pass is marked."""
    front, lines, means = runs[0], [], [run.smoothed() for run in runs]
    for run, mean, hue in zip(runs, means, hues(runs), strict=True):
        if run is front:
            lines.append(StepLine("", hue, run.steps, run.loss, "faint"))
        now = _written(at_step(run.steps, mean, at))
        lines.append(StepLine("training" if len(runs) == 1 else run.name, hue, run.steps, mean, "line", now))
    for run, hue in zip(runs, hues(runs), strict=True):
        now = _written(at_step(run.passes, run.held_out, at))
        label = tr("held back") if run is front else ""
        lines.append(StepLine(label, INK if run is front else hue, run.passes, run.held_out, "dashed", now))
    best = front.best
    lowest = at_step(front.passes, front.held_out, best)
    scale = around([*means, *(run.held_out for run in runs)], [front.loss])
    return _panel(
        "loss", tr("Loss"), lines, scale, weight=2.0,
        mark=None if best is None or lowest is None else (best, lowest),
        mark_words="" if lowest is None else tr("best {lowest}", lowest=number(lowest, 3)),
    )  # fmt: skip


def metric(runs: Runs, at: int | None) -> StepPanel:
    """Return the metric of the task after every pass."""
    front = runs[0]
    say = percent if front.quality.share else _written
    lines = [
        StepLine(
            _of_run(runs, run, tr("held back")), hue, run.passes, run.metric, "line",
            say(at_step(run.passes, run.metric, at)),
        )
        for run, hue in zip(runs, hues(runs), strict=True)
    ]  # fmt: skip
    values = [run.metric for run in runs]
    scale = around(values)
    if front.quality.share:
        named = tuple((value, percent(value, 0)) for value, _ in scale.ticks)
        scale = scale._replace(high=min(scale.high, 1.02), ticks=tuple(one for one in named if one[0] <= 1.0))
    name = front.quality.name
    return _panel("metric", f"{name[:1].upper()}{name[1:]}", lines, scale)


def gradient(runs: Runs, at: int | None) -> StepPanel:
    """Return the norm of all derivatives of every step, with the norm at which it is clipped."""
    front = runs[0]
    lines = [
        StepLine(
            _of_run(runs, run, tr("every step")), hue, run.steps, run.gradient_norm,
            "bars" if len(runs) == 1 else "line", _written(at_step(run.steps, run.gradient_norm, at)),
        )
        for run, hue in zip(runs, hues(runs), strict=True)
    ]  # fmt: skip
    clip = front.clip
    known = front.gradient_norm[np.isfinite(front.gradient_norm)]
    most = float(known.max(initial=0.0))
    scale = from_zero([run.gradient_norm for run in runs], least=clip if clip is not None and clip < 20 * most else 0.0)
    words = ""
    if clip is not None and len(known):
        over = float(np.mean(known > clip))
        share = percent(over, 0 if over >= 0.01 else 1)
        said = mark("clip at {clip}: reached in {share} of the steps, at most {most}")
        words = tr(
            said if over else mark("clip at {clip}: never reached, at most {most}"),
            clip=short(clip), share=share, most=number(most, 1),
        )  # fmt: skip
    if clip is not None and _beyond(scale, clip):
        clip, words = None, tr("{words} (beyond this axis)", words=words) if words else ""
    return _panel("gradient", tr("Gradient norm"), lines, scale, limit=clip, limit_words=words)


def by_layer(runs: Runs, at: int | None) -> StepPanel:
    """Return the norm of the gradients of each part of the network of the run in front."""
    front = runs[0]
    lines = [
        StepLine(
            part_name(name), f"guess:{k % 5}", front.steps, values, "line", _written(at_step(front.steps, values, at))
        )
        for k, (name, values) in enumerate(front.parts.items())
    ]
    return _panel("layers", tr("Gradient by layer"), lines, from_zero([line.values for line in lines]), weight=1.2)


def saturated(runs: Runs, at: int | None) -> StepPanel:
    """Return the share of the gates of the run in front that are nearly shut or open; a candidate is no gate."""
    front = runs[0]
    shown = [gate for gate in SIGNALS if gate in front.saturated and gate != "candidate"]
    lines = [
        StepLine(title(gate), gate, front.looked_at, values, "line", percent(at_step(front.looked_at, values, at), 0))
        for gate in shown
        for values in (front.saturated[gate],)
    ]
    return _panel("saturated", tr("Saturated gates"), lines, shares([line.values for line in lines]), weight=1.2)


def update(runs: Runs, at: int | None) -> StepPanel:
    """Return how far every step moves the weights, relative to their size."""
    lines = [
        StepLine(
            _of_run(runs, run, "relative"), hue, run.steps, run.update, "line",
            _written(at_step(run.steps, run.update, at)),
        )
        for run, hue in zip(runs, hues(runs), strict=True)
    ]  # fmt: skip
    return _panel("update", tr("Update size"), lines, from_zero([run.update for run in runs], logarithmic=True))


PANELS: dict[str, Callable[[Runs, int | None], StepPanel]] = {
    "loss": loss,
    "gradient": gradient,
    "saturated": saturated,
    "metric": metric,
    "update": update,
    "layers": by_layer,
}
"""By name, in the order in which they stand below each other. The last ones are left out where room is short."""
USUAL = ("loss", "gradient", "saturated")
"""Those that are shown at first."""
PANEL_NAMES = {
    "loss": (mark("Loss"), mark("Of every step, its running mean, and on what was held back")),
    "gradient": (mark("Gradient norm"), mark("Of all derivatives together, before they are clipped")),
    "saturated": (mark("Saturated gates"), mark("The share of each gate's values within 0.1 of an end")),
    "metric": (mark("Metric"), mark("How well the task is done on what was held back, after every pass")),
    "update": (mark("Update size"), mark("How far a step moves the weights, relative to their size")),
    "layers": (mark("Gradient by layer"), mark("The norm of the derivatives of each part of the network")),
}
"""What they are called, and what they show."""


def hues(runs: Runs) -> list[str]:
    """Return the hue of each run: the accent for the one in front, one of its own for each of the others."""
    return [_OWN if k == 0 else f"guess:{k % 5}" for k in range(len(runs))]


def percent(value: float | None, digits: int = 1) -> str:
    """Write a share: ``78.3 %``; ``< 0.1 %`` where the digits would hide it; empty for none."""
    if value is None:
        return ""
    if 0.0 < value < 0.005 * 10.0**-digits:
        return f"< {10.0**-digits:.{digits}f} %"
    return f"{number(100.0 * value, digits)} %" if np.isfinite(value) else number(value)


def _written(value: float | None) -> str:
    return "" if value is None else number(value)


def _of_run(runs: Runs, run: RunCurves, alone: str) -> str:
    return alone if len(runs) == 1 else run.name


def _beyond(scale: Scale, value: float) -> bool:
    return value > scale.high if not scale.logarithmic else np.log10(value) > scale.high


def _panel(
    key: str,
    name: str,
    lines: Sequence[StepLine],
    scale: Scale,
    *,
    weight: float = 1.0,
    limit: float | None = None,
    limit_words: str = "",
    mark: tuple[int, float] | None = None,
    mark_words: str = "",
) -> StepPanel:
    return StepPanel(
        key, name, tuple(lines), scale.low, scale.high, scale.ticks, scale.logarithmic, limit, limit_words, mark,
        mark_words, weight,
    )  # fmt: skip


def part_name(key: str) -> str:
    """Return what a part is called: ``layer 1``, ``layer 2, reverse``, ``embedding``, ``read-out``."""
    first, _, rest = key.partition(".")
    if not first.startswith("layer") or not first[5:].isdigit():
        return "read-out" if first.startswith("readout") else first
    name = tr("layer {first}", first=int(first[5:]) + 1)
    return tr("{name}, reverse", name=name) if rest.startswith("reverse") else name
