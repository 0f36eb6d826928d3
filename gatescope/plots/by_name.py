"""From a view, signals, units and a token, as a script or a command line names them, to a plot description."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gatescope.analysis.gradient_flow import gradient_flow
from gatescope.analysis.targets import Target, nearest
from gatescope.engine.part import Part
from gatescope.engine.what_if import in_words
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.plots.cell.of_runs import cell_of
from gatescope.plots.description import HeatmapPlot, LinePlot, Plot, TokenAxisPlot
from gatescope.plots.fixed_points.searched import fixed_points_of
from gatescope.plots.gradient_flow import describe_gradient_flow
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.plots.guesses_plot import guesses_plot, guessing
from gatescope.plots.heatmap import heatmap
from gatescope.plots.itemised.of_runs import itemised_of_runs
from gatescope.plots.layers import layers
from gatescope.plots.matrix import matrix
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.plots.memory.of_runs import connectivities, ledgers
from gatescope.plots.pairs.of_runs import pairs
from gatescope.plots.readout import readout
from gatescope.plots.runs import part_of
from gatescope.plots.space.of_runs import state_planes
from gatescope.plots.sweep.of_runs import sweep_of_runs
from gatescope.plots.traces import liveliest, traces
from gatescope.plots.training.curves import run_curves
from gatescope.plots.training.describe import describe_training
from gatescope.plots.training.panels import PANELS
from gatescope.plots.units.of_runs import average_of, curves_of, saturation_of, time_scales_of, units_of
from gatescope.plots.what_if.of_runs import effects_of
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.document.shading import Shading
from gatescope.session.run.single import choose_executor
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.session.training.history import History
from gatescope.words import tr


def describe_weights(model: Model, key: str | None) -> MatrixPlot:
    """Return the parameter called `key`, or the recurrent matrix of the last layer's first gate.

    Raises:
        UsageError: there is no such parameter.
    """
    network = model.network
    gate = next(signal for signal in network.cell.signals if signal in network.cell.gates)
    words = model.vocabulary.tokens if model.vocabulary is not None else ()
    return matrix(network, model.name, key or f"{network.parts[-1]}.U.{gate}", words)


@dataclass(frozen=True)
class Choice:
    """The part of a view that a script or a command line asks for.

    Attributes:
        signals: only these; all where there are none.
        units: only these, in this order; None where no choice was made.
        target: what to differentiate; None for the first read-out, or the last hidden state where there is none.
        fit: what a plane of states is fitted on, see `session.space.fit.Fit`; None for the bundled sentences.
        step: the operation of a cell, from 1; None for its last.
        against: the run of a second text.
    """

    signals: Sequence[str] = ()
    units: Sequence[int] | None = None
    target: Target | None = None
    fit: str | None = None
    step: int | None = None
    against: Run | None = None


@dataclass(frozen=True)
class RunView:
    """One kind of picture of runs that share their token axis.

    Attributes:
        describe: from the runs, the part and the token in focus, and what was chosen.
        widest: whether it shows units of any signal; otherwise those that every signal has.
        takes: the fields of `Choice` that mean something for it.
    """

    describe: Callable[[Sequence[Run], Focus, Choice], Plot]
    widest: bool = False
    takes: tuple[str, ...] = ("signals", "units")


def describe_runs(
    view: str,
    runs: Sequence[Run],
    *,
    signals: Sequence[str] = (),
    units: Sequence[int] | None = None,
    token: int | None = None,
    layer: int | None = None,
    direction: str | None = None,
    target: Target | None = None,
    fit: str | None = None,
    step: int | None = None,
    against: Run | None = None,
    lively: Sequence[UnitRef] = (),
) -> Plot:
    """Return the picture of `runs` that `RUN_VIEWS` has by the name `view`.

    Args:
        signals: only these; all by default.
        units: only these, in this order; all in a heat map and the liveliest one in traces by default.
        token: where the cursor stands, counted from 0, or from the end where it is negative.
        layer, direction: which part of the network; the last layer, forward where it has that, by default.
        target: for gradients, what to differentiate; by default the first read-out after the last token.
        fit: for the plane of states, what it is fitted on.
        step: of a cell, the operation in turn, from 1; the last one by default.
        against: for a pair, the run of the second text.
        lively: the unit that stands for those chosen while none is, by default the liveliest of each run.

    Raises:
        UsageError: a view, signal, unit, token, layer, direction, target or step does not exist or means nothing for
            the view, or the models cannot share a picture.
        ModelError: gradients are asked of a read-out with weights that are not finite.
    """
    found = RUN_VIEWS.get(view)
    if found is None:
        raise UsageError(f"there is no view {view!r} of a run; there are {', '.join(RUN_VIEWS)}")
    choice = Choice(signals, units, target, fit, step, against)
    asked_for = {"units": units, "target": target, "fit": fit, "step": step, "against": against}
    for name, named in {"signals": bool(signals), **{name: one is not None for name, one in asked_for.items()}}.items():
        if named and name not in found.takes:
            raise UsageError(f"a choice of {name} means nothing for the view {view!r}: leave it out")
    first = runs[0]
    models = [run.model for run in runs]
    twice = next((name for name in models if models.count(name) > 1), None)
    if twice is not None:
        raise UsageError(
            f"two of these models are called {twice}, so that a picture could not tell them apart: give one another "
            "name, by dataclasses.replace(model, name=…)"
        )
    if any(not np.array_equal(run.tokens.starts, first.tokens.starts) for run in runs):
        raise UsageError("these models cut the text into different tokens, so they have no token axis in common")
    _check_signals(runs, signals)
    part = first.network.part(layer, direction)
    for run in runs:
        _check_units(run, part, units or (), widest=found.widest)
    focus = Focus(model=first.model, part=part, token=_token(len(first.tokens), token), lively=tuple(lively))
    plot = found.describe(runs, focus, choice)
    # A picture of what would be if … must not pass for one of what is.
    what_if = dict.fromkeys(words for run in runs for words in in_words(run.trace.interventions))
    told = tr("what if {done}", done=", ".join(what_if))
    return replace(plot, caption=" · ".join((plot.caption, told))) if what_if else plot


def _lines(runs: Sequence[Run], focus: Focus, choice: Choice) -> LinePlot:
    """Return the traces of the given units of every model, or of each model's liveliest one."""
    if choice.units is None:
        refs = [liveliest(run, focus) for run in runs]
    else:
        refs = [UnitRef(run.model, part_of(run, focus), unit) for run in runs for unit in choice.units]
    signals = choice.signals
    if len(refs) > 1 and len(signals) > 1:
        raise UsageError("traces of several units show one signal: name one signal, or one unit")
    focus = replace(focus, units=tuple(refs), shading=Shading(signals[0]) if signals else focus.shading)
    return traces(Snapshot(0, runs[0].tokens.text, tuple(runs), "", 0.0), focus, signals)


def _maps(runs: Sequence[Run], focus: Focus, choice: Choice, *, difference: bool = False) -> HeatmapPlot:
    plot = heatmap(runs, focus, difference=difference)
    panels = (panel for panel in plot.panels if not choice.signals or panel.signal in choice.signals)
    if choice.units is not None:
        order = np.array(choice.units, np.int64)
        panels = (replace(panel, order=order[order < panel.values.shape[1]]) for panel in panels)
    return replace(plot, panels=tuple(panels))


def _layers(runs: Sequence[Run], focus: Focus, choice: Choice) -> HeatmapPlot:
    """Return one map a layer and direction."""
    if len(choice.signals) > 1:
        raise UsageError("the layers are shown by one signal: name one")
    return layers(runs, focus, signal=choice.signals[0] if choice.signals else "")


def _differences(runs: Sequence[Run], focus: Focus, choice: Choice) -> HeatmapPlot:
    """Return what the interventions changed in every run; without any, the second model less the first."""
    if any(run.opened is not None for run in runs):
        return _maps(runs, focus, choice, difference=True)
    if len(runs) != 2:
        raise UsageError(
            "there is no difference to draw: hold or ablate something, by --clamp or --ablate, or give a second model, "
            "by --compare"
        )
    first, second = runs
    keys = [f"{part}.{signal}" for part in first.network.parts for signal in first.network.cell.signals]
    if first.network.cell != second.network.cell or first.network.parts != second.network.parts:
        raise UsageError(f"{second.model} has another cell or other layers than {first.model}: they have no difference")
    if any(first.trace[key].shape != second.trace[key].shape for key in keys):
        raise UsageError(f"{second.model} has other units than {first.model}: they have no difference")
    focus = replace(focus, model=second.model)
    return _maps([replace(second, opened=first)], focus, choice, difference=True)


def _readouts(runs: Sequence[Run], focus: Focus, _choice: Choice) -> TokenAxisPlot:
    """Return what a language model expects next, or the lines of other read-outs."""
    if not any(run.network.readouts for run in runs):
        raise UsageError(f"{', '.join(run.model for run in runs)} has no read-out: its output is its hidden state")
    run = guessing(runs)
    return readout(runs, focus) if run is None else guesses_plot(run, focus)


def _gradients(runs: Sequence[Run], focus: Focus, choice: Choice) -> GradientFlowPlot:
    """Return the flow of every run's gradient through the layer in focus."""
    flows = []
    for run in runs if len(runs[0].tokens) else ():
        target = choice.target or nearest(run.network, None, len(run.tokens))
        executor = choose_executor(run.network, len(run.tokens))
        flows.append(gradient_flow(run.network, run.trace, target, part_of(run, focus), executor=executor))
    return describe_gradient_flow(runs, flows, focus)


def _check_signals(runs: Sequence[Run], wanted: Sequence[str]) -> None:
    known = list(dict.fromkeys(signal for run in runs for signal in run.network.cell.signals))
    for name in wanted:
        if name not in known:
            raise UsageError(f"there is no signal {name!r}; there are {', '.join(known)}")


def _check_units(run: Run, part: Part, units: Sequence[int], *, widest: bool) -> None:
    """Check the units. A projection leaves fewer hidden states than units; a map has them, traces need whole units."""
    part = part if part in run.network.parts else run.network.parts[-1]
    counts = [run.trace[f"{part}.{signal}"].shape[1] for signal in run.network.cell.signals]
    count = max(counts) if widest else min(counts)
    for unit in units:
        if not 0 <= unit < count:
            raise UsageError(f"there is no unit {unit}; {part} of {run.model} has units 0 to {count - 1}")


def _token(count: int, wanted: int | None) -> int | None:
    if wanted is None:
        return None
    token = wanted + count if wanted < 0 else wanted
    if not 0 <= token < count:
        tokens = "1 token" if count == 1 else f"{count} tokens"
        raise UsageError(f"there is no token {wanted}; the text has {tokens}, counted from 0")
    return token


RUN_VIEWS = {
    "heatmap": RunView(_maps, widest=True),
    "difference": RunView(_differences, widest=True),
    "layers": RunView(_layers, takes=("signals",)),
    "traces": RunView(_lines),
    "readout": RunView(_readouts, takes=()),
    "gradients": RunView(_gradients, takes=("target",)),
    "connectivity": RunView(connectivities, takes=("target",)),
    "cell": RunView(
        lambda runs, focus, choice: cell_of(runs, focus, choice.units, choice.step),
        widest=True,
        takes=("units", "step"),
    ),
    "ledger": RunView(ledgers, widest=True, takes=("units",)),
    "itemised": RunView(lambda runs, focus, choice: itemised_of_runs(runs, focus, choice.target), takes=("target",)),
    "pairs": RunView(pairs, takes=("signals", "against")),
    "sweep": RunView(lambda runs, focus, choice: sweep_of_runs(runs, focus, choice.target), takes=("target",)),
    "units": RunView(lambda runs, focus, choice: units_of(runs, focus, choice.units, choice.signals)),
    "saturation": RunView(lambda runs, focus, choice: saturation_of(runs, focus, choice.units), takes=("units",)),
    "curves": RunView(lambda runs, focus, choice: curves_of(runs, focus, choice.units), takes=("units",)),
    "average": RunView(lambda runs, focus, choice: average_of(runs, focus, choice.units), takes=("units",)),
    "timescales": RunView(lambda runs, focus, choice: time_scales_of(runs, focus, choice.units), takes=("units",)),
    "fixedpoints": RunView(lambda runs, focus, _choice: fixed_points_of(runs, focus), takes=()),
    "space": RunView(lambda runs, focus, choice: state_planes(runs, focus, choice.fit), takes=("fit",)),
    "what-if": RunView(lambda runs, focus, _choice: effects_of(runs, focus), takes=()),
}
"""The pictures of runs, by the names that a script and the command line give them."""

LOG_VIEWS: dict[str, Callable[[Sequence[History]], Plot]] = {
    "training": lambda histories: describe_training(
        [run_curves(one, one.task) for one in histories], shown=tuple(PANELS)
    )
}
"""The pictures of runs of training, from their logs, the one in front first."""

MODEL_VIEWS: dict[str, Callable[[Model, str | None], MatrixPlot]] = {"weights": describe_weights}
"""The pictures of a model alone, of the parameter with a given key or of its own choice."""
