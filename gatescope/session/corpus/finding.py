"""From a phrase to the units that are on in it, and to the other places of a corpus where they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gatescope.analysis.corpus.index import Index, open_index
from gatescope.analysis.corpus.search import Found, search
from gatescope.analysis.corpus.top_contexts import top_contexts
from gatescope.engine.network import Array
from gatescope.errors import UsageError, escaped
from gatescope.formats.core.model import Model
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.formats.own.weights_and_card import load_model
from gatescope.progress import Report, silent
from gatescope.session.corpus.building import MODEL
from gatescope.session.run.single import choose_executor, run_once
from gatescope.text.tokens import TokenSequence
from gatescope.words import tr


@dataclass(frozen=True)
class Asked:
    """What is to be found.

    Attributes:
        units: columns of the signal.
        threshold: on is above it.
        length: tokens of the pattern.
        most: hits to return.
        regex: to compare the places with; None for none.
        top: find where the one unit is largest instead.
    """

    units: tuple[int, ...]
    threshold: float = 0.5
    length: int = 1
    most: int = 50
    regex: str | None = None
    top: bool = False


def find_in(directory: str | Path, asked: Asked, report: Report = silent) -> Found:
    """Return what was asked of the index in `directory`.

    Raises:
        UsageError: a unit that the signal does not have, or no regular expression.
        FileError: there is no index, or it is damaged.
        Cancelled: `report` raised it.
    """
    index = open_index(directory)
    if asked.top:
        return top_contexts(index, asked.units[0], most=asked.most, report=report)
    return search(index, asked.units, asked.threshold, asked.length, most=asked.most, regex=asked.regex, report=report)


def model_of(index: Index) -> Model:
    """Return the model whose states are in `index`.

    Raises:
        FileError: its file in the index is damaged or missing.
    """
    model = load_model(index.folder / MODEL)
    return replace(model, masked_id=index.manifest.masked)


def units_over(states: Array, span: range, threshold: float, phrase: str) -> tuple[int, ...]:
    """Return the units of `states` (T, H) that are above `threshold` at every token of `span`.

    Raises:
        UsageError: none is; the sentence names the `phrase`.
    """
    on = (states[span.start : span.stop] > threshold).all(axis=0)
    units = tuple(map(int, np.flatnonzero(on)))
    if not units:
        raise UsageError(
            tr(
                "no unit is over {threshold:.2f} in all of “{phrase}”: lower the threshold",
                threshold=threshold,
                phrase=phrase,
            )
        )
    return units


def pattern_in(
    model: Model, index: Index, during: str, text: str | None, threshold: float, units: Sequence[int] | None
) -> Asked:
    """Return what is to be found where the pattern is the words `during`, as they stand in `text`.

    Args:
        text: in which the model reads them; `during` alone where it is None. The first place counts where they are
            whole tokens, or without one the first within longer tokens; the case counts where a place has it.
        units: taken instead of those that are above the threshold there.

    Raises:
        UsageError: the words do not stand in the text, or no unit is above the threshold in all of them.
    """
    whole = during if text is None else text
    if not during.strip():
        raise UsageError(tr("the phrase to look for is empty: give words such as “not good”"))
    tokens = tokens_of_text(model, whole)
    span = _place_of(during, whole, tokens) or _place_of(during.strip(), whole, tokens)
    if span is None:
        raise UsageError(
            tr(
                "“{during}” does not stand in “{whole}”: give a text that has it, with --in",
                during=escaped(during),
                whole=escaped(whole),
            )
        )
    if units is None:
        run = run_once(model.name, model.network, tokens, executor=choose_executor(model.network, len(tokens)))
        states = run.trace[f"{index.part}.{index.manifest.source.signal}"]
        units = units_over(states, span, threshold, during)
    return Asked(tuple(units), threshold, len(span))


def _place_of(during: str, whole: str, tokens: TokenSequence) -> range | None:
    """Return the tokens of the first place of `during` in `whole`, whole tokens before parts of them."""
    found: list[range] = []
    # The case counts where a place has it. Folded, a text may have another length: places are those of the text.
    folded, places = _folded(whole)
    for text, sought, at in ((whole, during, range(len(whole) + 1)), (folded, during.casefold(), places)):
        # Places may overlap.
        for match in re.finditer(f"(?={re.escape(sought)})", text):
            start, end = at[match.start()], at[match.start() + len(sought) - 1] + 1
            span = tokens.within(start, end)
            if span is None:
                continue
            first, last = int(tokens.starts[span.start]), int(tokens.ends[span.stop - 1])
            if whole[first:last].strip() == whole[start:end].strip() and first <= end and start <= last:
                return span
            found.append(span)
    return found[0] if found else None


def _folded(text: str) -> tuple[str, list[int]]:
    """Return `text` without its case, and which character of it each of these comes from."""
    parts = [character.casefold() for character in text]
    return "".join(parts), [place for place, part in enumerate(parts) for _ in part]


def find(
    directory: str | Path,
    during: str,
    *,
    text: str | None = None,
    threshold: float = 0.5,
    units: Sequence[int] | None = None,
    most: int = 50,
    regex: str | None = None,
    report: Report = silent,
) -> Found:
    """Return where else the units are on that are on during some words; see `pattern_in` and `search`.

    Raises:
        UsageError: the words do not stand in the text, no unit is on in them, no such unit, no regular expression.
        FileError: there is no index, or it is damaged.
        Cancelled: `report` raised it.
    """
    index = open_index(directory)
    asked = pattern_in(model_of(index), index, during, text, threshold, units)
    return find_in(directory, replace(asked, most=most, regex=regex), report)
