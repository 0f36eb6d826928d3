"""Lists of places: of the sentence, from its run; of a corpus, from what a search found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

import numpy as np

from gatescope.analysis.corpus.search import Found
from gatescope.engine.network import Network
from gatescope.plots.description import Array
from gatescope.plots.numbers import number
from gatescope.plots.runs import caption
from gatescope.plots.search.pattern import Pattern, places_in, values_of
from gatescope.plots.search.places_plot import PlaceRow, PlacesPlot
from gatescope.plots.signals import title
from gatescope.session.run.snapshot import Run
from gatescope.words import mark, tr, trn

SENTENCE = mark("this sentence")
_MOST = 50
_MOST_UNITS = 6
_BEGINS = 5
_LONGEST_PHRASE = 40


@dataclass(frozen=True)
class Searched:
    """A search of a corpus, and what of the window it was asked in.

    Attributes:
        found: what it found.
        where: the name of the corpus; lines, tokens: how much it holds.
        pattern: what was looked for.
        top: whether it was for the largest values of the one unit.
        regex: the expression that the places were compared with, or empty.
        begins: (word, how many) that the places begin with.
        network: of the model; sentence: in which the pattern stood; caption: of both, for a picture.
        held_in_sentence: whether something is held in the sentence; in the corpus nothing is.
    """

    found: Found
    where: str
    lines: int
    tokens: int
    pattern: Pattern
    top: bool
    regex: str
    begins: tuple[tuple[str, int], ...]
    network: Network
    sentence: str
    caption: str = ""
    held_in_sentence: bool = False


def describe_sentence(run: Run, pattern: Pattern | None, unit: int | None) -> PlacesPlot:
    """Return the other places of the sentence; with a `unit`, its tokens by the value of that unit."""
    text, starts, ends = run.tokens.text, run.tokens.starts, run.tokens.ends
    empty = PlacesPlot(
        caption=caption([(run, None if pattern is None else pattern.part)]),
        where=tr(SENTENCE),
        numbered="token",
        model=run.model,
        cell=run.network.cell.name,
        sentence=text,
        said=tr(_NO_NUMBERS),
    )
    if pattern is None:
        return replace(empty, said=tr("Type a sentence above to see where else its units are on."))
    column = None if unit is None else values_of(run, pattern.part, pattern.signal)[:, unit].astype(np.float64)
    if unit is not None and column is not None:
        known = np.flatnonzero(np.isfinite(column))
        order = known[np.argsort(-column[known], kind="stable")][:_MOST]
        rows = tuple(
            PlaceRow.of(int(t) + 1, text, int(starts[t]), int(ends[t]), float(column[t]), float(column[t]))
            for t in order
        )
        finding = _top_finding(rows, pattern.signal, unit, tr(SENTENCE))
        name = tr("{signal} of unit {unit}", signal=title(pattern.signal), unit=unit)
        return replace(empty, rows=rows, values=name, finding=finding)
    if not pattern.units:
        return replace(empty, said=_not_finite(run, pattern) or no_unit(pattern))
    name, said = value_name(run.network), _said(run)
    places = places_in(run, pattern)
    rows = tuple(
        PlaceRow.of(one.start + 1, text, int(starts[one.start]), int(ends[one.stop - 1]), _at(said, one.stop - 1))
        for one in places[:_MOST]
    )
    others = sum(not set(one) & set(pattern.span) for one in places)
    finding = tr(
        "{units} over {threshold:.2f} {during}, and in <b>{places}</b> of this sentence. {right}"
        "Open a corpus to look in more texts.",
        units=_units(pattern.units, pattern.signal),
        threshold=pattern.threshold,
        during=_during(pattern),
        places=trn("{count:,} other place", "{count:,} other places", others) if others else tr("no other place"),
        right=_right(name),
    )
    return replace(empty, rows=rows, values=name, finding=f"{finding[0].upper()}{finding[1:]}")


def describe_search(searched: Searched) -> PlacesPlot:
    """Return the places that a search of a corpus found."""
    found, pattern, network = searched.found, searched.pattern, searched.network
    name = value_name(network)
    if searched.top:
        rows = tuple(_row(hit.line, hit.text, hit.start, hit.stop, hit.score, hit.score) for hit in found.hits)
        finding = _top_finding(rows, pattern.signal, found.units[0], searched.where)
        name = tr("{signal} of unit {units}", signal=title(pattern.signal), units=found.units[0])
    else:
        rows = tuple(
            _row(hit.line, hit.text, hit.start, hit.stop, hit.readout[0] if len(hit.readout) == 1 else None, hit.score)
            for hit in found.hits
        )
        finding = tr(
            "<b>{places}</b> in {lines} of {where} where {units} over {threshold:.2f}, as {during}. ",
            places=trn("{count:,} place", "{count:,} places", found.places) if found.places else tr("No place"),
            lines=_lines(searched.lines),
            where=escape(searched.where),
            units=_units(found.units, pattern.signal),
            threshold=found.threshold,
            during=_during(pattern),
        )
        finding += f"{_compared(searched)}{_right(name)}{tr(_FREE) if searched.held_in_sentence else ''}"
    return PlacesPlot(
        caption=searched.caption,
        rows=rows,
        begins=() if searched.top else begins(searched.begins),
        values=name,
        where=searched.where,
        model=pattern.model,
        cell=network.cell.name,
        sentence=searched.sentence,
        finding=finding.strip(),
        said=tr("No other place in {lines} of {where}.", lines=_lines(searched.lines), where=searched.where),
    )


def begins(counted: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return the most frequent first words, and how many places begin with any other one."""
    first, others = counted[:_BEGINS], sum(count for _, count in counted[_BEGINS:])
    return (*first, ("others", others)) if others else tuple(first)


def no_unit(pattern: Pattern) -> str:
    """Return why there is nothing to look for."""
    what = tr(
        "No unit is over {threshold:.2f} in all of “{short}”", threshold=pattern.threshold, short=_short(pattern.phrase)
    )
    return tr("{what}: lower the threshold, or drag over other words.", what=what)


def _not_finite(run: Run, pattern: Pattern) -> str:
    """Return from which word on there are no numbers, where the pattern lies behind it; else nothing."""
    if run.bad is None or run.bad.token >= pattern.span.stop:
        return ""
    return tr("Not a number from “{short}” on: no unit can be over a threshold there.", short=_short(run.bad.word))


def value_name(network: Network) -> str:
    """Return what the number at the right of a place is: ``P(positive)``; empty where the read-out has several."""
    readout = network.readouts[0] if network.readouts else None
    if readout is None or len(readout.weight) != 1:
        return ""
    return f"P({readout.labels[-1]})" if readout.kind == "logistic" and readout.labels else readout.name


_FREE = mark("Nothing is held in the corpus. ")
_NO_NUMBERS = mark("The unit has no finite value in this sentence.")


def _row(line: int, text: str, start: int, stop: int, value: float | None, score: float) -> PlaceRow:
    return PlaceRow.of(line, text, start, stop, value, score)


def _said(run: Run) -> Array | None:
    values = next(iter(run.readouts.values()), None)
    return values[:, 0] if values is not None and values.shape[1] == 1 else None


def _at(said: Array | None, token: int) -> float | None:
    return None if said is None else float(said[token])


def _top_finding(rows: Sequence[PlaceRow], signal: str, unit: int, where: str) -> str:
    if not rows:
        return ""
    return tr(
        "The {signal} of <b>unit {unit}</b> is largest, {score}, at “{words}” in {where}; the "
        "number at the right is its value there.",
        signal=title(signal),
        unit=unit,
        score=number(rows[0].score),
        words=escape(rows[0].words),
        where=escape(where),
    )


def _units(units: Sequence[int], signal: str) -> str:
    shown = [str(unit) for unit in units[:_MOST_UNITS]]
    if len(units) > _MOST_UNITS:
        shown.append(tr("{count} more", count=len(units) - _MOST_UNITS))
    named = shown[0] if len(shown) == 1 else tr("{shown} and {shown2}", shown=", ".join(shown[:-1]), shown2=shown[-1])
    if signal == "hidden_state":
        return trn("unit {named} is", "units {named} are", len(units), named=named)
    of = title(signal)
    return trn(
        "the {signal} of unit {named} is", "the {signal} of units {named} is", len(units), signal=of, named=named
    )


def _during(pattern: Pattern) -> str:
    return tr("during “{short}”", short=escape(_short(pattern.phrase)))


def _compared(searched: Searched) -> str:
    found = searched.found
    if not searched.regex:
        return ""
    if found.precision is None or found.recall is None:
        return tr("There is nothing to compare with “{regex}”. ", regex=escape(searched.regex))
    return tr(
        "Of the places <b>{precision:.0%}</b> are “{regex}” (precision), and <b>{recall:.0%}</b> "
        "of its {matches:,} matches have a place (recall). ",
        precision=found.precision,
        regex=escape(searched.regex),
        recall=found.recall,
        matches=found.matches,
    )


def _right(name: str) -> str:
    return tr("The number at the right is {name} there. ", name=escape(name)) if name else ""


def _lines(count: int) -> str:
    return trn("{count:,} line", "{count:,} lines", count) if count else tr("no line")


def _short(phrase: str) -> str:
    phrase = " ".join(phrase.split())
    return phrase if len(phrase) <= _LONGEST_PHRASE else f"{phrase[: _LONGEST_PHRASE - 1]}…"
