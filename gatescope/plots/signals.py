"""The names, symbols and equations of signals, as rich text that Qt's labels and documents understand."""

from __future__ import annotations

from html import escape

from gatescope.engine.cells import CELLS, Convention, Direction
from gatescope.errors import UsageError
from gatescope.plots.numbers import number
from gatescope.session.snapshot import Run

CELL_NAMES = {"rnn": "RNN", "gru": "GRU", "lstm": "LSTM"}

# The letter of each signal, and the subscript of the parameters that make it (Goodfellow, Bengio & Courville 2016,
# section 10.10, and the framework documentations agree on these).
_LETTERS = {
    "forget_gate": "f",
    "input_gate": "i",
    "output_gate": "o",
    "reset_gate": "r",
    "update_gate": "z",
    "cell_state": "c",
    "hidden_state": "h",
}
_CANDIDATES = {"lstm": "c\u0303", "gru": "h\u0303"}
_NOW, _BEFORE, _AFTER = "<sub><i>t</i></sub>", "<sub><i>t</i>−1</sub>", "<sub><i>t</i>+1</sub>"


def title(signal: str) -> str:
    """The name a reader knows: ``forget gate``; ``read-out`` for ``readout``."""
    return "read-out" if signal == "readout" else signal.replace("_", " ")


def symbol(signal: str, cell: str) -> str:
    """The symbol at token t as rich text: *f* with a subscript *t*; a candidate is c̃ in an LSTM and h̃ in a GRU."""
    return f"<i>{_letter(signal, cell)}</i>{_NOW}"


def equation(signal: str, cell: str, convention: Convention, direction: Direction = "forward") -> str:
    """The equation of a signal as rich text, exactly as the engine computes it.

    The two biases of a gate are written as one b, because their sum is all that counts, except in the candidate of a
    GRU with reset_after, where r multiplies one of them alone. In the reverse direction the step before t is t + 1.

    Raises:
        UsageError: the cell has no such signal.
    """
    before = _BEFORE if direction == "forward" else _AFTER
    h_before = f"<i>h</i>{before}"
    left = symbol(signal, cell)
    if cell not in CELLS or signal not in CELLS[cell].signals:
        raise UsageError(f"{cell} has no signal {signal!r}; it has {', '.join(CELLS[cell].signals)}")
    if cell == "rnn":
        return f"{left} = {convention.activation}({_product('W', '')} + {_product('U', '', h_before)} + <i>b</i>)"
    if signal == "cell_state":
        kept = f"{_signal('forget_gate')} ⊙ <i>c</i>{before}"
        return f"{left} = {kept} + {_signal('input_gate')} ⊙ {symbol('candidate', cell)}"
    if signal == "hidden_state":
        if cell == "lstm":
            return f"{left} = {_signal('output_gate')} ⊙ tanh({_signal('cell_state')})"
        z = _signal("update_gate")
        return f"{left} = {z} ⊙ {h_before} + (1 − {z}) ⊙ {symbol('candidate', cell)}"
    if signal == "candidate" and cell == "gru":
        r = _signal("reset_gate")
        if convention.reset_after:
            inner = f"{_product('W', 'h')} + {_bias('xh')} + {r} ⊙ ({_product('U', 'h', h_before)} + {_bias('hh')})"
        else:
            inner = f"{_product('W', 'h')} + {_matrix('U', 'h')} ({r} ⊙ {h_before}) + {_bias('h')}"
        return f"{left} = tanh({inner})"
    name = subscript(signal, cell)
    squash = "tanh" if signal == "candidate" else "σ"
    return f"{left} = {squash}({_product('W', name)} + {_product('U', name, h_before)} + {_bias(name)})"


def subscript(gate: str, cell: str) -> str:
    """The letter that marks a gate's parameters, *f* in W_f; empty in a plain RNN, which has nothing to tell apart."""
    if cell == "rnn":
        return ""
    if gate == "candidate":
        return "h" if cell == "gru" else "c"
    return _LETTERS[gate]


def describe(run: Run, part: str, signal: str, unit: int, token: int) -> str:
    """One sentence of rich text about one value: ``forget gate f_t · unit 31 · “service”: 0.97 — f_t = σ(…)``.

    Raises:
        UsageError: the run has no such signal, unit or token.
    """
    cell = run.network.cell.name
    key = f"{part}.{signal}"
    if key not in run.trace:
        raise UsageError(f"{run.model} records no {key}")
    values = run.trace[key]
    if not (0 <= token < values.shape[0] and 0 <= unit < values.shape[1]):
        raise UsageError(
            f"{key} has {values.shape[0]} tokens and {values.shape[1]} units: no token {token}, unit {unit}"
        )
    direction: Direction = "reverse" if part.endswith(".reverse") else "forward"
    where = f"unit {unit}" if len(run.network.parts) == 1 else f"{part_title(part)} · unit {unit}"
    word = escape(run.tokens.word(token))
    return (
        f"{title(signal)} {symbol(signal, cell)} · {where} · “{word}”: <b>{number(float(values[token, unit]))}</b> — "
        f"{equation(signal, cell, run.network.convention, direction)}"
    )


def part_title(part: str) -> str:
    """``layer 1, reverse`` for ``layer0.reverse``: people count layers from one."""
    layer, direction = part.split(".")
    return f"layer {int(layer[5:]) + 1}, {direction}"


def _letter(signal: str, cell: str) -> str:
    return _CANDIDATES.get(cell, "h") if signal == "candidate" else _LETTERS.get(signal, escape(signal))


def _signal(signal: str) -> str:
    return f"<i>{_LETTERS[signal]}</i>{_NOW}"


def _matrix(name: str, subscript: str) -> str:
    return f"<i>{name}</i><sub><i>{subscript}</i></sub>" if subscript else f"<i>{name}</i>"


def _product(name: str, subscript: str, factor: str = f"<i>x</i>{_NOW}") -> str:
    return f"{_matrix(name, subscript)} {factor}"


def _bias(subscript: str) -> str:
    return _matrix("b", subscript)
