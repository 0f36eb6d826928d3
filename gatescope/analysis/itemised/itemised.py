"""Whose loss reaches which step: the gradient of the read-out after every token t in the state of every token s.

    G[t, s] = ∂L_t/∂c_s  (h_s of an RNN and a GRU)          Σ_t G[t, s] = ∂(Σ_t L_t)/∂c_s
    direct path   ∂L_t/∂c_t ∏_{s<j≤t} f_j (LSTM), ∂L_t/∂h_t ∏_{s<j≤t} z_j (GRU): along the state alone, gates held
                  still; in a lower layer from every step j at which the layer above asks for it
    the rest      G[t, s] minus that: all that goes through h and the gates on the way

Backpropagation through time adds the rows up before anyone can see them; kept apart they show which read-out a step
learns from (the temporal components of Pascanu, Mikolov & Bengio 2013, equation 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.checks import check_part, check_tokens, finite_beginning
from gatescope.analysis.itemised.steps_back import StepsBack
from gatescope.analysis.rescaled import Rescaled
from gatescope.analysis.targets import Target, nearest
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace
from gatescope.progress import Report, silent

Values = NDArray[np.float64]

LONGEST = 256
"""Tokens of the stretch that is itemised: the work and the map grow with their square."""
HOP = 64
"""Tokens by which the stretch moves with the token cursor."""
# Bytes of gradients that a layer below has to be handed at a time.
_BYTES = 64_000_000


@dataclass(frozen=True, eq=False)
class Itemised:
    """Read-outs against steps, in one layer and direction, over a stretch of n tokens.

    Row t is the read-out after the t-th token of the stretch, column s the state after the s-th. Logarithms are −∞
    where a read-out does not depend on a step, or by less than floats hold, and NaN where a run is no finite number.

    Attributes:
        part: the layer and direction.
        target: what is read after every token; its token means nothing.
        stretch: the tokens.
        state: the one that carries the memory: ``cell_state`` of an LSTM, else ``hidden_state``.
        whole: (n, n) log₁₀ ‖G[t, s]‖.
        direct: (n, n) log₁₀ of the norm of the direct path; no values for an RNN, which has none.
        rest: (n, n) log₁₀ of the norm of what is left without it; likewise.
        shares: (n, n) the share of G[t, s] in the sum over t, along that sum: signed, 1 in every column.
        sums: by state, (n, H) Σ_t ∂L_t/∂state_s.
        bad: the first token at which the run holds NaN or ±∞, or None.
    """

    part: Part
    target: Target
    stretch: range
    state: str
    whole: Values
    direct: Values
    rest: Values
    shares: Values
    sums: Mapping[str, Values]
    bad: int | None = None

    @property
    def whole_text(self) -> bool:
        """Whether the stretch was not cut: it begins with the first token."""
        return self.stretch.start == 0


def itemised(
    network: Network,
    trace: Trace,
    of: Target | str = "last",
    part: str | None = None,
    *,
    stretch: range | None = None,
    report: Report = silent,
) -> Itemised:
    """Itemise the gradients of a read-out in `part` (the last layer's first direction by default).

    Args:
        network: the one that made `trace`.
        trace: of T ≥ 1 tokens.
        of: what is read after every token: a read-out, or the last layer's hidden state.
        part: ``layer{k}.{direction}``.
        stretch: which tokens; all by default. Between them only paths that stay within are followed, which are all
            there are but in a lower layer of a network that reads in both directions.
        report: called after every step.

    Raises:
        UsageError: the text is empty, or there is no such read-out, part or token.
        ModelError: the read-out has weights that are not finite.
        Cancelled: `report` raised it.
    """
    check_tokens(trace)
    found = check_part(trace, part)
    wanted = Target.parse(of) if isinstance(of, str) else of
    tokens = range(trace.length) if stretch is None else stretch
    good = finite_beginning(trace)
    inside = range(tokens.start, max(min(tokens.stop, good.length), tokens.start))
    with np.errstate(all="ignore"):
        asked = wanted.at_every_token(network, good.hidden[inside.start : inside.stop]).astype(np.float64)
        pairs = _Pairs(network, good, found, inside, asked, report)
    n = len(tokens)
    return Itemised(
        part=found,
        target=wanted,
        stretch=tokens,
        state=trace.cell.states[0] if trace.cell.name == "lstm" else "hidden_state",
        whole=_padded(pairs.whole, n),
        direct=_padded(pairs.direct, n) if trace.cell.name != "rnn" else np.empty((0, 0)),
        rest=_padded(pairs.rest, n) if trace.cell.name != "rnn" else np.empty((0, 0)),
        shares=_padded(pairs.shares, n),
        sums=pairs.sums,
        bad=good.length if good.length < trace.length else None,
    )


def nearest_itemised(
    network: Network, trace: Trace, *, target: Target | None, part: Part, token: int | None, report: Report = silent
) -> Itemised:
    """Itemise what comes nearest to `target` (see `targets.nearest`) in `part`, or in the last one where the network is
    shallower, over the stretch about `token`: see `stretch_about`.

    Raises:
        UsageError, ModelError, Cancelled: as `itemised` does.
    """
    wanted = nearest(network, target, trace.length)
    taken = part if part in trace.parts else trace.parts[-1]
    return itemised(network, trace, wanted, taken, stretch=stretch_about(token, trace.length), report=report)


def stretch_about(token: int | None, tokens: int) -> range:
    """Return the tokens of a text of so many that are itemised where a person looks at `token` (the last one for
    None): all of a short one, else `LONGEST` that end a little after it, moved in steps so that a cursor that walks
    on does not ask anew."""
    if tokens <= LONGEST:
        return range(tokens)
    at = tokens - 1 if token is None else min(token, tokens - 1)
    stop = min(max(-(-(at + 1) // HOP) * HOP, LONGEST), tokens)
    return range(stop - LONGEST, stop)


class _Pairs:
    """Every pair of a read-out and a step, filled in chunk by chunk of the read-outs."""

    def __init__(
        self, network: Network, trace: Trace, part: Part, stretch: range, asked: Values, report: Report
    ) -> None:
        n = len(stretch)
        self.whole, self.direct, self.rest = (np.full((n, n), -np.inf) for _ in range(3))
        self.shares = np.zeros((n, n))
        parameters = network.parameters(part)
        self.sums = {"hidden_state": np.zeros((n, parameters.outputs))}
        if network.cell.name == "lstm":
            self.sums["cell_state"] = np.zeros((n, parameters.units))
        self._network, self._trace, self._part, self._stretch = network, trace, part, stretch
        self._report, self._done = report, 0
        reached = [one for one in network.parts if one.layer > part.layer or one == part] if n else []
        steps = {one: StepsBack(network, trace, one) for one in reached}
        width = max([one.inputs for row in network.layers[part.layer + 1 :] for one in row], default=1)
        chunk = max(_BYTES // (8 * width * max(n, 1)), 1)
        # Of many chunks the sums are known only once all were followed: then once more for the shares of them.
        passes = 1 if n <= chunk else 2
        self._all = n * max(-(-n // chunk), 1) * len(steps) * passes
        for self._summing in (True, False)[:passes]:
            for start in range(0, n, chunk):
                rows = slice(start, min(start + chunk, n))
                self._follow(steps, rows, asked[rows])

    def _follow(self, steps: Mapping[Part, StepsBack], rows: slice, asked: Values) -> None:
        """Follow the read-outs `rows` back through all layers, down to the one that is asked for."""
        network, n = self._network, len(self._stretch)
        above: Values | None = None
        for layer in range(len(network.layers) - 1, self._part.layer - 1, -1):
            below: Values | None = None
            for side, (direction, parameters) in enumerate(zip(network.directions, network.layers[layer], strict=True)):
                part = Part.of(layer, direction)
                if part not in steps:
                    continue
                columns = slice(side * parameters.outputs, (side + 1) * parameters.outputs)
                hands = np.zeros((len(asked), n, parameters.inputs)) if layer > self._part.layer else None
                mine = asked[:, columns] if above is None else above[:, :, columns]
                self._through(steps[part], part, rows, mine, hands)
                if hands is not None:
                    below = hands if below is None else below + hands
            above = below

    def _through(
        self,
        back: StepsBack,
        part: Part,
        rows: slice,
        asked: Values,
        hands: Values | None,
    ) -> None:
        """Go back through one layer in one direction.

        Args:
            asked: (n, P) of every read-out in the last layer, after its own token; (n, T, P) in a layer below.
            hands: (n, T, I) is filled with what the layer below is asked for; None where that is not wanted.
        """
        count, T = len(asked), len(self._stretch)
        H = self._network.parameters(part).units
        hidden, cell, direct = (np.zeros((count, width)) for width in (asked.shape[-1], H, H))
        one_way = len(self._network.directions) == 1 or asked.ndim == 2
        last = self._trace.length - 1
        for s in range(T) if part.reverse else range(T - 1, -1, -1):
            self._done += 1
            self._report(min(self._done / self._all, 1.0))
            token = self._stretch.start + s
            k = last - token if part.reverse else token
            # Read-outs before the step cannot depend on it.
            first, stop = 0, count
            if one_way and part.reverse:
                stop = min(max(s - rows.start + 1, 0), count)
            elif one_way:
                first = min(max(s - rows.start, 0), count)
            if first == stop:
                continue
            some = slice(first, stop)
            own = s - rows.start if asked.ndim == 2 and 0 <= s - rows.start < count else None
            if asked.ndim == 3:
                hidden[some] += asked[some, s]
            elif own is not None:
                hidden[own] += asked[own]
            whole = back.whole(k, hidden[some], cell[some])
            if part == self._part:
                if own is not None and back.cell != "rnn":
                    direct[own] = whole[own - first]
                elif asked.ndim == 3 and back.cell != "rnn":
                    direct[some] += self._enters(back, k, asked[some, s])
                kept = slice(rows.start + first, rows.start + stop)
                self._note(kept, s, hidden[some], whole, direct[some])
                direct[some] = back.kept(k, direct[some])
            hidden[some], before, pre = back.step(k, hidden[some], whole)
            if back.cell == "lstm":
                cell[some] = before
            if hands is not None:
                hands[some, s] = back.read(pre)

    @staticmethod
    def _enters(back: StepsBack, k: int, asked: Values) -> Values:
        """Return what the layer above asks of a step's own state, before any other step has passed it on."""
        return back.whole(k, asked, np.zeros((len(asked), 1)))

    def _note(self, rows: slice, s: int, hidden: Values, whole: Values, direct: Values) -> None:
        """Write one column of the maps."""
        self.whole[rows, s] = Rescaled.plain(whole).log10_norm()
        if self._summing:
            self.sums["hidden_state"][s] += hidden.sum(axis=0)
            if "cell_state" in self.sums:
                self.sums["cell_state"][s] += whole.sum(axis=0)
        total = self.sums.get("cell_state", self.sums["hidden_state"])[s]
        square = float(total @ total)
        self.shares[rows, s] = whole @ total / square if square else 0.0
        if self._network.cell.name != "rnn":
            self.direct[rows, s] = Rescaled.plain(direct).log10_norm()
            self.rest[rows, s] = Rescaled.plain(whole - direct).log10_norm()


def _padded(values: Values, n: int) -> Values:
    """Return (n, n) values, NaN for tokens that are no finite numbers."""
    if len(values) == n:
        return values
    found = np.full((n, n), np.nan)
    found[: len(values), : len(values)] = values
    return found
