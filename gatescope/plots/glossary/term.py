"""One term of the glossary, and how its names are written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import escape

_SUBSCRIPT = re.compile(r"_([^\s,)]+)")
_SPELLED = {"gamma": "γ", "sigma": "σ", "lambda": "λ", "theta": "θ", "phi": "φ", "eta": "η", "alpha": "α", "tau": "τ"}
_TILDE = {"~": "\u0303", "tilde": "\u0303", "hat": "\u0302"}
_NOW = re.compile(r"(?<=.)(_?t|<t>|⟨t⟩|\(t\))$")


@dataclass(frozen=True)
class Term:
    """A signal, a symbol or a word of the field.

    Attributes:
        name: as GateScope calls it.
        kind: the heading below which it is listed.
        says: what it is, in one sentence.
        symbol: as in the equations, ``_x`` for a subscript; empty for none.
        also: its other names and symbols. where: for those that mean something else as well, where they mean this.
        equation: rich text, for what is no signal.
        signal: the signal whose colour and equations it has; empty for none. cells: those that have the signal.
    """

    name: str
    kind: str
    says: str
    symbol: str = ""
    also: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    equation: str = ""
    signal: str = ""
    cells: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything it is called, its own name first."""
        return tuple(dict.fromkeys((self.name, *((self.symbol,) if self.symbol else ()), *self.also)))

    def place_of(self, spelling: str) -> str:
        """Return where `spelling` means this term and not another one; empty where it always does."""
        return dict(self.where).get(spelling, "")

    @property
    def other_names(self) -> str:
        """Its other names as one plain line; those that mean something else as well with where they mean this."""
        return ", ".join(f"{one} ({self.place_of(one)})" if self.place_of(one) else one for one in self.also)


def markup(spelling: str) -> str:
    """Return a name or a symbol as rich text: what follows an underscore is set lower."""
    return _SUBSCRIPT.sub(r"<sub>\1</sub>", escape(spelling, quote=False))


def folded(spelling: str) -> str:
    """Return a spelling without case, blanks, underscores and the t of a moment, so that ways to type it are equal.

    ``Γ_f``, ``gamma f`` and ``Γf`` are one, as are ``c~``, ``c tilde`` and ``c̃``; ``h_t`` is h.
    """
    text = unicodedata.normalize("NFD", spelling.strip()).casefold()
    text = _NOW.sub("", text) if len(text) <= 5 else text
    for typed, sign in _SPELLED.items():
        text = re.sub(rf"\b{typed}(?=\b|_)", sign, text)
    for typed, sign in _TILDE.items():
        text = re.sub(rf"(?<=\b\w)[ _]?{typed}$", sign, text)
    return re.sub(r"[\s_{}\\-]+", "", text)
