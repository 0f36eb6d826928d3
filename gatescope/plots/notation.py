"""The notation in use: how every label and equation writes gates and states, and which way round z is shown.

It is one for the whole program, as its language is. What is drawn already has to be drawn anew after a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

from gatescope.engine.cells import Convention
from gatescope.plots.once import forget
from gatescope.session.document.notation import Notation

# The letter of each signal (Goodfellow, Bengio & Courville 2016, section 10.10, and the framework documentations agree
# on these), and those of texts that write Γ for a gate and a for the state.
_LETTERS = {
    "forget_gate": "f",
    "input_gate": "i",
    "output_gate": "o",
    "reset_gate": "r",
    "update_gate": "z",
    "cell_state": "c",
    "hidden_state": "h",
}
_GATES = frozenset(signal for signal in _LETTERS if signal.endswith("_gate"))
_TILDE = "\u0303"
_NOW = "<i>t</i>"
_CODE = re.compile(rf"(?<![\w>])(h_old|[fiorzha](?:{_TILDE})?)(?![\w{_TILDE}(<])|<sub>z</sub>")
_OF_LETTERS = {letter: signal for signal, letter in _LETTERS.items()}

_used = Notation()


def notation() -> Notation:
    """Return the notation in use."""
    return _used


def use(wanted: Notation) -> None:
    """Write in `wanted` from now on, and forget what was kept for pictures in another notation."""
    global _used
    if wanted != _used:
        _used = wanted
        forget()


@contextmanager
def written_in(wanted: Notation) -> Iterator[None]:
    """Write in `wanted` for as long as the context lasts."""
    before = notation()
    use(wanted)
    try:
        yield
    finally:
        use(before)


def keeps_new(convention: Convention) -> bool:
    """Return whether z is shown as what the new state gets, rather than as what the old one keeps."""
    keeps = convention.update_gate_keeps if _used.keeps == "file" else _used.keeps
    return keeps == "new"


def is_turned(signal: str, convention: Convention) -> bool:
    """Return whether a signal is shown as 1 minus what the engine has."""
    return signal == "update_gate" and keeps_new(convention)


def letter(signal: str, cell: str = "") -> str:
    """Return the letter of a signal: ``f``, ``h``; a candidate is c̃ in an LSTM, and that of the state in a GRU."""
    if signal == "candidate":
        return ("c" if cell == "lstm" else letter("hidden_state")) + _TILDE
    if signal == "hidden_state":
        return _used.states
    if signal == "update_gate" and _used.gates == "gamma":
        return "u"
    return _LETTERS.get(signal, escape(signal))


def marked(signal: str, cell: str, when: str = _NOW) -> str:
    """Return the symbol of a signal at a moment as rich text; `when` is what stands below, by default *t*."""
    name = letter(signal, cell)
    if signal in _GATES and _used.gates == "gamma":
        return f"Γ<sub><i>{name}</i>,{when}</sub>"
    return f"<i>{name}</i><sub>{when}</sub>"


def plain_symbol(signal: str, cell: str) -> str:
    """Return the symbol of a signal as plain text, without a moment: ``f``, ``Γ_f``."""
    name = letter(signal, cell)
    return f"Γ_{name}" if signal in _GATES and _used.gates == "gamma" else name


def state_letter() -> str:
    """Return the letter of the hidden state: h, or a."""
    return _used.states


def sum_letter() -> str:
    """Return the letter of a sum before it is squashed: a, or z where a is the state."""
    return "z" if _used.states == "a" else "a"


def in_notation(html: str) -> str:
    """Return rich text that names the hidden state *h* as the notation has it."""
    return html if _used.states == "h" else html.replace("<i>h</i>", f"<i>{_used.states}</i>")


def in_code(code: str) -> str:
    """Return a line of pseudo-code, written with h, z and the other letters, as the notation has it."""
    return code if _used.states == "h" and _used.gates == "letters" else _CODE.sub(_word, code)


def _word(found: re.Match[str]) -> str:
    word = found[0]
    if word == "<sub>z</sub>":
        return f"<sub>{letter('update_gate')}</sub>"
    if word == "a":
        return sum_letter()
    if word[0] == "h":
        return _used.states + word[1:]
    signal = _OF_LETTERS.get(word, "")
    return f"Γ<sub>{letter(signal)}</sub>" if signal in _GATES and _used.gates == "gamma" else word
