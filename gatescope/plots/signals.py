"""The names, symbols and equations of signals, as rich text for Qt's labels and documents."""

from __future__ import annotations

from html import escape

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.cells import CELLS, Convention, Direction
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.errors import UsageError
from gatescope.plots.notation import is_turned, keeps_new, letter, marked, state_letter
from gatescope.plots.numbers import short
from gatescope.plots.once import once
from gatescope.plots.theme import MATH_FAMILY
from gatescope.session.run.snapshot import Run
from gatescope.words import mark, tr

Array = NDArray[np.floating]

_TITLES = {
    "forget_gate": mark("forget gate"),
    "input_gate": mark("input gate"),
    "output_gate": mark("output gate"),
    "reset_gate": mark("reset gate"),
    "update_gate": mark("update gate"),
    "candidate": mark("candidate"),
    "cell_state": mark("cell state"),
    "hidden_state": mark("hidden state"),
    "readout": mark("read-out"),
    "embedding": mark("embedding"),
}
CELL_NAMES = {"rnn": "RNN", "gru": "GRU", "lstm": "LSTM"}

_BY = f"<span style=\"font-family:'{MATH_FAMILY}'\">⊙</span>"
"""Entry by entry. The font of the interface lacks it, and a bare machine has no other font to take it from."""
_NOW, _BEFORE, _AFTER = "<sub><i>t</i></sub>", "<i>t</i>−1", "<i>t</i>+1"


def title(signal: str) -> str:
    """Return the name a reader knows: ``forget gate``; ``read-out`` for ``readout``."""
    return tr(_TITLES.get(signal) or signal.replace("_", " "))


def symbol(signal: str, cell: str) -> str:
    """Return the symbol at token t as rich text: *f* with a subscript *t*; a candidate is c̃ in an LSTM and h̃ in a
    GRU."""
    return marked(signal, cell)


def equation(
    signal: str,
    cell: str,
    convention: Convention,
    direction: Direction = "forward",
    *,
    peepholes: bool = False,
    projected: bool = False,
) -> str:
    """Return the equation of a signal as rich text, exactly as the engine computes it.

    The two biases of a gate are written as one b, because their sum is all that counts, except in the candidate of a
    GRU with reset_after, where r multiplies one of them alone. In the reverse direction the step before t is t + 1.

    Args:
        peepholes, projected: whether an LSTM has these parameters.

    Raises:
        UsageError: the cell has no such signal.
    """
    before = _BEFORE if direction == "forward" else _AFTER
    h_before, c_before = marked("hidden_state", cell, before), marked("cell_state", cell, before)
    left = symbol(signal, cell)
    if cell not in CELLS or signal not in CELLS[cell].signals:
        raise UsageError(f"{cell} has no signal {signal!r}; it has {', '.join(CELLS[cell].signals)}")
    if cell == "rnn":
        inner = f"{_product('W', '')} + {_product('U', '', h_before)} + <i>b</i>"
        return f"{left} = {_squashed(convention.activation, inner, convention)}"
    if signal == "cell_state":
        kept = f"{_signal('forget_gate')} {_BY} {c_before}"
        return f"{left} = {kept} + {_signal('input_gate')} {_BY} {symbol('candidate', cell)}"
    if signal == "hidden_state" and cell == "lstm":
        let_out = (
            f"{_signal('output_gate')} {_BY} {function_name(convention.output_activation)}({_signal('cell_state')})"
        )
        return f"{left} = {_matrix('R', '')} ({let_out})" if projected else f"{left} = {let_out}"
    if signal == "hidden_state":
        z = _signal("update_gate")
        old, new = (f"(1 − {z})", z) if keeps_new(convention) else (z, f"(1 − {z})")
        return f"{left} = {old} {_BY} {h_before} + {new} {_BY} {symbol('candidate', cell)}"
    if signal == "candidate" and cell == "gru":
        r, h = _signal("reset_gate"), state_letter()
        if convention.reset_after:
            recurrent = f"{_product('U', h, h_before)} + {_bias(h + h)}"
            inner = f"{_product('W', h)} + {_bias('x' + h)} + {r} {_BY} ({recurrent})"
        else:
            inner = f"{_product('W', h)} + {_matrix('U', h)} ({r} {_BY} {h_before}) + {_bias(h)}"
        return f"{left} = {_squashed(convention.candidate_activation, inner, convention)}"
    if signal == "forget_gate" and convention.coupled:
        return f"{left} = 1 − {_signal('input_gate')}"
    name = subscript(signal, cell)
    inner = f"{_product('W', name)} + {_product('U', name, h_before)} + {_bias(name)}"
    if signal == "forget_gate" and convention.forget_bias:
        inner += f" {'+' if convention.forget_bias > 0 else '−'} {short(abs(convention.forget_bias))}"
    if peepholes and signal != "candidate":
        inner += f" + {_matrix('p', name)} {_BY} {_signal('cell_state') if signal == 'output_gate' else c_before}"
    activation = convention.candidate_activation if signal == "candidate" else convention.gate_activation
    turned = "1 − " if is_turned(signal, convention) else ""
    return f"{left} = {turned}{_squashed(activation, inner, convention)}"


def subscript(gate: str, cell: str) -> str:
    """Return the letter that marks a gate's parameters, *f* in W_f; empty in a plain RNN, which has nothing to tell
    apart."""
    if cell == "rnn":
        return ""
    if gate == "candidate":
        return state_letter() if cell == "gru" else "c"
    return letter(gate)


def shown_values(run: Run, part: Part, signal: str) -> Array:
    """Return the (T, H) record of a signal, as a reader's convention has it: an update gate that keeps the new is 1 −
    z."""
    recorded: Array = run.trace[f"{part}.{signal}"]
    if is_turned(signal, run.network.convention):
        flipped: Array = once(run, ("flipped", part), lambda: _read_only(1 - recorded))
        return flipped
    return recorded


def _read_only(values: Array) -> Array:
    values.setflags(write=False)
    return values


def part_title(network: Network, part: Part) -> str:
    """Return which of several parts one is: ``layer 1, reverse``, or ``layer 1`` where all read forward; empty where
    there is but one. People count layers from one."""
    if len(network.parts) == 1:
        return ""
    layer = tr("layer {layer}", layer=part.layer + 1)
    return f"{layer}, {tr(part.direction)}" if len(network.directions) > 1 else layer


def equation_in(network: Network, part: Part, signal: str) -> str:
    """Return the equation of a signal as `network` computes it in `part`; see `equation`."""
    parameters = network.parameters(part)
    return equation(
        signal,
        network.cell.name,
        network.convention,
        part.direction,
        peepholes=parameters.peepholes is not None,
        projected=parameters.projection is not None,
    )


def _squashed(activation: str, inner: str, convention: Convention) -> str:
    if convention.clip is not None:
        inner = f"clip<sub>±{short(convention.clip)}</sub>({inner})"
    return f"{function_name(activation)}({inner})"


def function_name(activation: str) -> str:
    """Return σ for the sigmoid, else the name with its constants as a subscript: ``leaky relu`` and 0.1."""
    name, _, constants = activation.partition("(")
    below = f"<sub>{escape(constants.rstrip(')'))}</sub>" if constants else ""
    return ("σ" if name == "sigmoid" else escape(name.strip().replace("_", " "))) + below


def _signal(signal: str) -> str:
    return marked(signal, "")


def _matrix(name: str, subscript: str) -> str:
    return f"<i>{name}</i><sub><i>{subscript}</i></sub>" if subscript else f"<i>{name}</i>"


def _product(name: str, subscript: str, factor: str = f"<i>x</i>{_NOW}") -> str:
    return f"{_matrix(name, subscript)} {factor}"


def _bias(subscript: str) -> str:
    return _matrix("b", subscript)
