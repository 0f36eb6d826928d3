"""Each analysis of `gatescope.analysis`, applied to what `trace` returned.

Equations, shapes and sources are documented with the analyses. `layer` and `direction` say which part of the network is
meant; the last layer, forward where it has that, by default.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gatescope.analysis import connectivity as connectivities
from gatescope.analysis import factors as gradient_factors
from gatescope.analysis import memory_ledger as ledgers
from gatescope.analysis import moving_average
from gatescope.analysis import saturation as saturations
from gatescope.analysis import time_scales as scales
from gatescope.analysis import unit_statistics as statistics
from gatescope.analysis.corpus import states as states_of_corpus
from gatescope.analysis.itemised import itemised as items
from gatescope.analysis.sweep import sweep as sweeps
from gatescope.analysis.targets import Target, nearest
from gatescope.api.argument_kinds import of_its_kind
from gatescope.engine.part import Part
from gatescope.engine.selection import parse_signal
from gatescope.errors import UsageError
from gatescope.export.recording import Recording
from gatescope.export.showing import showing, view_page
from gatescope.formats.core.model import Model
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.session.run.single import choose_executor

Array = NDArray[np.floating]


@of_its_kind
def connectivity(trace: Recording, of: str = "last") -> connectivities.Connectivity:
    """Return how strongly a result depends on every token: ‖∂L/∂x_t‖ and gradient × input. `of` as in `gradients`.

    Raises:
        UsageError: there is no such result.
        ModelError: the trace holds numbers that are not finite; so with all that follow.
    """
    found = connectivities.connectivity(trace.run.network, trace.run.trace, of)
    return showing(found, lambda: view_page(trace, "connectivity", target=Target.parse(of)))


@of_its_kind
def saturation(
    trace: Recording, layer: int | None = None, direction: str | None = None, *, bins: int = 50
) -> saturations.Saturation:
    """Return which units stand at the ends of their range: fractions of tokens, dead and stuck units, histograms.

    Raises:
        UsageError: there is no such layer or direction, or `bins` is less than 1.
        ModelError: the trace holds numbers that are not finite.
    """
    if bins < 1:
        raise UsageError(f"a histogram has 1 bin or more, not {bins}")
    found = saturations.saturation(trace.run.trace, _part(trace, layer, direction), bins=bins)
    return showing(found, lambda: view_page(trace, "saturation", layer=layer, direction=direction))


@of_its_kind
def time_scales(trace: Recording, layer: int | None = None, direction: str | None = None) -> scales.TimeScales:
    """Return how long every unit keeps its state: half-lives and time constants of an LSTM or a GRU."""
    found = scales.time_scales(trace.run.trace, _part(trace, layer, direction))
    return showing(found, lambda: view_page(trace, "timescales", layer=layer, direction=direction))


@of_its_kind
def memory_ledger(
    trace: Recording, layer: int | None = None, direction: str | None = None, *, token: int | None = None
) -> ledgers.MemoryLedger:
    """Return what every word has in the state after `token`, the last one by default, of an LSTM or a GRU."""
    found = ledgers.memory_ledger(trace.run.trace, _part(trace, layer, direction), token)
    return showing(found, lambda: view_page(trace, "ledger", layer=layer, direction=direction, token=token))


@of_its_kind
def moving_averages(
    trace: Recording, layer: int | None = None, direction: str | None = None
) -> moving_average.MovingAverages:
    """Return a GRU's hidden state beside moving averages of its candidate."""
    found = moving_average.moving_averages(trace.run.network, trace.run.trace, _part(trace, layer, direction))
    return showing(found, lambda: view_page(trace, "average", layer=layer, direction=direction))


@of_its_kind
def direct_path(
    trace: Recording, layer: int | None = None, direction: str | None = None, *, token: int | None = None
) -> gradient_factors.DirectPath:
    """Return what the gates leave of a gradient along the state alone, back from `token`, the last one by default."""
    found = gradient_factors.direct_path(trace.run.network, trace.run.trace, _part(trace, layer, direction), token)
    return showing(found, lambda: view_page(trace, "gradients", layer=layer, direction=direction, token=token))


@of_its_kind
def factors(trace: Recording, layer: int | None = None, direction: str | None = None) -> gradient_factors.Factors:
    """Return the factors behind a gradient at every token: mean slopes, the recurrent Jacobian's norm and largest
    value."""
    found = gradient_factors.factors(trace.run.network, trace.run.trace, _part(trace, layer, direction))
    return showing(found, lambda: view_page(trace, "gradients", layer=layer, direction=direction))


@of_its_kind
def unit_statistics(
    trace: Recording,
    layer: int | None = None,
    direction: str | None = None,
    *,
    signal: str = "hidden_state",
    labels: Mapping[str, ArrayLike] | None = None,
) -> statistics.UnitStatistics:
    """Return how every unit correlates with the read-outs, the position and `labels`: name → a number a token, (T,)."""
    run, part = trace.run, _part(trace, layer, direction)
    found = statistics.unit_statistics(run.network, run.trace, part, parse_signal(signal), labels)
    shown = (parse_signal(signal),)
    return showing(found, lambda: view_page(trace, "units", signals=shown, layer=layer, direction=direction))


@of_its_kind
def itemised(
    trace: Recording, of: str | None = None, layer: int | None = None, direction: str | None = None
) -> items.Itemised:
    """Return whose read-out reaches which step: the gradient of the result after every token in every state.

    `of` is what `gradients` takes, its token left out; the first read-out where it is None, or the sum of the hidden
    state where there is none. Work and memory grow with the square of the text.
    """
    network = trace.run.network
    target = nearest(network, None, len(trace.run.tokens)) if of is None else Target.parse(of)
    found = items.itemised(network, trace.run.trace, target, _part(trace, layer, direction))
    return showing(found, lambda: view_page(trace, "itemised", target=target, layer=layer, direction=direction))


@of_its_kind
def sweep(
    trace: Recording, of: str | None = None, layer: int | None = None, direction: str | None = None
) -> sweeps.Sweep:
    """Take every unit out in turn and return what a result becomes without it, ranked.

    `of` is what `gradients` takes; the first read-out after the last token where it is None, or the sum of the last
    hidden state where there is none.
    """
    network = trace.run.network
    target = nearest(network, None, len(trace.run.tokens)) if of is None else Target.parse(of)
    part = _part(trace, layer, direction)
    executor = choose_executor(network, len(trace.run.tokens) * network.parameters(part).outputs)
    found = sweeps.sweep(network, trace.run.trace, target, part, executor=executor)
    return showing(found, lambda: view_page(trace, "sweep", target=target, layer=layer, direction=direction))


@of_its_kind
def write_states(model: Model, texts: Iterable[str], path: str | Path) -> tuple[Array, NDArray[np.int64]]:
    """Run a model over a corpus and keep the last layer's hidden states in the .npy file `path`.

    Args:
        texts: each starts from zero states.

    Returns:
        (N, F) the states of all texts end to end, in the file; and (S + 1,) where each begins and ends. Both are what
        `find_pattern` takes.

    Raises:
        UsageError: the model reads no text, or there is none.
        FileError: the file cannot be written.
    """
    ids = []
    for text in texts:
        if not isinstance(text, str):
            raise UsageError(f"write_states takes texts, not {text!r:.60}")
        ids.append(tokens_of_text(model, text).ids)
    if not ids:
        raise UsageError("there is no text to write the states of: give at least one")
    offsets = np.concatenate([[0], np.cumsum([len(one) for one in ids])]).astype(np.int64)
    executor = choose_executor(model.network, int(offsets[-1]))
    states = states_of_corpus.write_states(model.network, np.concatenate(ids), offsets, path, executor=executor)
    return states, offsets


def _part(trace: Recording, layer: int | None, direction: str | None) -> Part:
    return trace.run.network.part(layer, direction)
