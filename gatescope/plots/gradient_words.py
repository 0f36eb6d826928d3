"""A gradient flow in words: powers of ten, the largest step, and one plain sentence with measured values.

    what is left at the first token    ≥ 10^-1 holds   ≥ 10^-3 fades   below vanishes   > 10 grows   > 10^3 explodes

Rich text here has the classes ``rnn``, ``gru`` and ``lstm`` for the names of models and ``math`` for symbols; a painter
gives them colours and a font.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.targets import Target
from gatescope.engine.network import Network
from gatescope.plots.axis_words import axis_word
from gatescope.plots.notation import state_letter
from gatescope.plots.numbers import number
from gatescope.text.tokens import TokenSequence
from gatescope.words import decimal, in_quotes, tr

Values = NDArray[np.float64]

_LONGEST_WORD = 24
# Steps that change a gradient by less than a twentieth are not worth naming.
_SMALLEST_STEP = math.log10(1.05)


@dataclass(frozen=True)
class Step:
    """The step at which a gradient changes most within one token.

    Attributes:
        token: the step from the state after it to the state before it.
        change: log₁₀ of the factor on the way back; negative where the gradient shrinks.
    """

    token: int
    change: float

    @property
    def words(self) -> str:
        """``÷ 3.5`` or ``× 12``, and beyond a thousand ``÷ 10<sup>4.2</sup>``."""
        size = abs(self.change)
        factor = f"10<sup>{exponent(size)}</sup>" if size >= 3 else number(10**size, 0 if size >= 1 else 1)
        return f"{'÷' if self.change < 0 else '×'} {factor}"


@dataclass(frozen=True)
class Subject:
    """One model (in one direction) that the sentence is about.

    Attributes:
        name: ``LSTM``, or the model's name where two have the same cell.
        cell: ``rnn``, ``gru`` or ``lstm``.
        values: (T,) log₁₀ of the norms of the state that carries the memory, token order.
        reverse: whether it reads from the end.
        bad: predicate that names the first step that is no finite number, plain text; empty where all are.
        ending: rich text that follows the verdict after a semicolon; empty for nothing.
        tokens: as this model cuts the text; None where all cut it alike.
    """

    name: str
    cell: str
    values: Values
    reverse: bool = False
    bad: str = ""
    ending: str = ""
    tokens: TokenSequence | None = None


def exponent(value: float) -> str:
    """Return an exponent of ten with one decimal, none from 100 on: ``−1.8``, ``−458``."""
    written = decimal(f"{value:.1f}") if abs(value) < 99.95 else f"{value:.0f}"
    return "0.0" if written == "-0.0" else written.replace("-", "−")


def power(value: float) -> str:
    """Return 10 to the power `value` as rich text; ``0`` for −∞, ``NaN`` where unknown."""
    if math.isnan(value):
        return "NaN"
    return "0" if value == -math.inf else f"10<sup>{exponent(value)}</sup>"


def verdict(left: float) -> str:
    """Return the verb for what is left of a gradient, given as its log₁₀."""
    if left > 3:
        return tr("explodes")
    if left > 1:
        return tr("grows")
    if left >= -1:
        return tr("holds")
    return tr("fades") if left >= -3 else tr("vanishes")


def largest_step(values: Values, *, reverse: bool) -> Step | None:
    """Return where (T,) log₁₀ norms change most between tokens read in succession; None where all changes are small."""
    if len(values) < 2:
        return None
    known = np.isfinite(values)
    with np.errstate(invalid="ignore"):
        change = np.diff(values) if reverse else -np.diff(values)
    change[~(known[1:] & known[:-1])] = 0.0
    at = int(np.abs(change).argmax())
    if abs(change[at]) < _SMALLEST_STEP:
        return None
    return Step(at if reverse else at + 1, float(change[at]))


def quoted(tokens: TokenSequence, token: int) -> str:
    """Return the word of a token in quotation marks, cut where it is very long; plain text."""
    word = axis_word(tokens, token)
    return in_quotes(word if len(word) <= _LONGEST_WORD else f"{word[:_LONGEST_WORD]}…")


def target_words(target: Target, network: Network, tokens: TokenSequence) -> str:
    """Return a target for a person: ``read-out at “.”``, ``P(positive) at “.”``, ``sum of h at “not”``."""
    token = len(tokens) - 1 if target.token is None else min(target.token, len(tokens) - 1)
    where = tr(" at {quoted}", quoted=quoted(tokens, token)) if len(tokens) else ""
    if target.readout is None:
        return tr("sum of {state_letter}{where}", state_letter=state_letter(), where=where)
    readout = next((one for one in network.readouts if one.name == target.readout), None)
    name = "read-out" if len(network.readouts) == 1 else target.readout
    if readout is not None and len(readout.weight) > 1 and target.label is not None:
        name = f"{name} {in_quotes(target.label)}"
    return f"{name}{where}"


def sentence(subjects: Sequence[Subject], tokens: TokenSequence) -> str:
    """Say of every subject what is left of its gradient at the first token that it read, as rich text.

    Args:
        tokens: of those subjects that have none of their own.
    """
    if subjects and all(_stays(subject) for subject in subjects):
        words = tr(" and ").join(
            dict.fromkeys(escape(quoted(_tokens(subject, tokens), _first(subject))) for subject in subjects)
        )
        return tr("Nothing was read before {words}, so there is nothing to flow back through.", words=words)
    said: list[str] = []
    named: set[tuple[int, str]] = set()
    for subject in subjects:
        name = f'<span class="{subject.cell}">{escape(subject.name)}</span>'
        ending = f"; {subject.ending}" if subject.ending else ""
        said.append(f"{name} {_told(subject, _tokens(subject, tokens), named)}{ending}.")
    return " ".join(said)


def left_at(firsts: Sequence[int], tokens: TokenSequence) -> tuple[str, str]:
    """Return the heading over what is left, whole and short: ``What is left at “The”``; both ends where some read from
    the end."""
    ends = sorted({min(first, len(tokens) - 1) for first in firsts})
    if len(ends) > 1:
        both = tr(
            "Left at {quoted} → and {quoted2} ←", quoted=quoted(tokens, ends[0]), quoted2=quoted(tokens, ends[-1])
        )
        return both, tr("Left at both ends")
    word = quoted(tokens, ends[0])
    return tr("What is left at {word}", word=word), tr("Left at {word}", word=word)


def plain(html: str) -> str:
    """Return `html` as plain text for a screen reader or a text chunk: 10^−1.8, h_t."""
    for tag, written in (("<sup>", "^"), ("<sub>", "_")):
        html = html.replace(tag, written)
    text, inside = [], False
    for character in html:
        if character in "<>":
            inside = character == "<"
        elif not inside:
            text.append(character)
    return "".join(text).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def _told(subject: Subject, tokens: TokenSequence, named: set[tuple[int, str]]) -> str:
    """Return what is left, without the subject; `named` holds the first tokens that were named already."""
    if subject.bad:
        # Tokens before it are worth a sentence only where the target is one of them.
        unknown = np.isnan(subject.values).all()
        return (
            escape(subject.bad)
            if unknown
            else tr("{left}, but {bad}", left=_left(subject, tokens, named), bad=escape(subject.bad))
        )
    if not np.isfinite(subject.values).any():
        return tr("has no part in it: its gradient is 0 everywhere")
    return _left(subject, tokens, named)


def _tokens(subject: Subject, shared: TokenSequence) -> TokenSequence:
    return shared if subject.tokens is None else subject.tokens


def _first(subject: Subject) -> int:
    return len(subject.values) - 1 if subject.reverse else 0


def _stays(subject: Subject) -> bool:
    """Return whether the gradient starts at the first token that was read, and so flows through no step."""
    flows = np.flatnonzero(np.isfinite(subject.values))
    return len(flows) == 1 and flows[0] == _first(subject) and not subject.bad


def _left(subject: Subject, tokens: TokenSequence, named: set[tuple[int, str]]) -> str:
    values, first = subject.values, _first(subject)
    word = escape(quoted(tokens, first))
    if _stays(subject):
        return tr("has nothing to flow back through: {word} is the first word it reads", word=word)
    if not np.isfinite(values[first]):
        flows = np.flatnonzero(np.isfinite(values))
        return tr(
            "is cut off: nothing passes {quoted}",
            quoted=escape(quoted(tokens, int(flows[-1 if subject.reverse else 0]))),
        )
    by = "" if (first, word) in named else tr(" by {word}", word=word)
    named.add((first, word))
    return f"{verdict(float(values[first]))}, {power(float(values[first]))}{by}"
