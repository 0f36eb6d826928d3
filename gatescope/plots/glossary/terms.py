"""All terms: read from the bundled file when they are first asked for, and found by any of their names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from gatescope.engine.cells import CELLS, Convention
from gatescope.plots.glossary.term import Term, folded
from gatescope.plots.notation import plain_symbol
from gatescope.plots.signals import equation
from gatescope.resources import resource
from gatescope.words import language, tr

_SHORTEST_START = 3
"""Letters from which the start of a name finds it: fewer begin too many."""
_MOST_NAMES = 4
"""Other names that a label has room for."""


def terms() -> tuple[Term, ...]:
    """Return every term in the order of the file, in the language in use."""
    return _terms(language())


@cache
def _terms(_language: str) -> tuple[Term, ...]:
    with resource("glossary", "terms.toml").open("rb") as file:
        entries = tomllib.load(file)["term"]
    return tuple(_in_language(_term(entry)) for entry in entries)


def term_of(signal: str, cell: str) -> Term | None:
    """Return the term of a signal as `cell` has it; None for what is no signal."""
    return _of_signals(language()).get((signal, cell)) or _of_signals(language()).get((signal, ""))


def also_called(signal: str, cell: str) -> str:
    """Return what a signal is called elsewhere, for a label: ``Also: carry, memory cell``; empty for no other name."""
    term = term_of(signal, cell)
    return tr("Also: {also}", also=", ".join(term.also[:_MOST_NAMES])) if term is not None and term.also else ""


def find(query: str) -> tuple[Term, ...]:
    """Return the terms that `query` means, best first: those called so, then those with a name that begins so, or that
    has a word which does; all terms where it is empty."""
    wanted = folded(query)
    if not wanted:
        return terms()
    called = [term for term in terms() if wanted in _spelled(language())[term]]
    exact = [term for term in called if any(_is_typed(query, one) for one in term.spellings)]
    begun = []
    if len(wanted) >= _SHORTEST_START:
        begun = [term for term in terms() if any(one.startswith(wanted) for one in _starts(language())[term])]
    return tuple(dict.fromkeys((*exact, *called, *begun)))


def spelling_found(term: Term, query: str) -> str:
    """Return the name of `term` by which `query` finds it: its own name where it is none of the others."""
    wanted = folded(query)
    return next((one for one in term.spellings if folded(one) == wanted), term.name)


def equations_of(term: Term) -> tuple[str, ...]:
    """Return its equations as rich text, one for each of its cells where they differ."""
    if not term.signal or term.equation:
        return (term.equation,) if term.equation else ()
    return tuple(dict.fromkeys(equation(term.signal, cell, Convention()) for cell in term.cells))


def symbol_of(term: Term) -> str:
    """Return its symbol, which is that of the notation in use for a signal."""
    return plain_symbol(term.signal, term.cells[0]) if term.cells else term.symbol


def _is_typed(query: str, spelling: str) -> bool:
    """Return whether they are one but for the underscore: ``c`` is not ``C``."""
    return query.strip().replace("_", "") == spelling.replace("_", "")


@cache
def _of_signals(_language: str) -> dict[tuple[str, str], Term]:
    return {(term.signal, cell): term for term in terms() if term.signal for cell in term.cells or ("",)}


@cache
def _spelled(_language: str) -> Mapping[Term, frozenset[str]]:
    return {term: frozenset(map(folded, term.spellings)) for term in terms()}


@cache
def _starts(_language: str) -> Mapping[Term, frozenset[str]]:
    """Return the folded spellings from each of their words on."""
    found = {}
    for term in terms():
        words = (one.split() for one in term.spellings)
        found[term] = frozenset(folded(" ".join(each[at:])) for each in words for at in range(len(each)))
    return found


def _term(entry: Mapping[str, object]) -> Term:
    lists = {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
    where = entry.get("where", {})
    pairs = tuple(where.items()) if isinstance(where, Mapping) else ()
    term = Term(**{**entry, **lists, "where": pairs})  # type: ignore[arg-type]
    assert set(term.cells) <= CELLS.keys(), f"{term.name}: no cell of {term.cells}"
    return term


def _in_language(term: Term) -> Term:
    """Return `term` in the language in use; where it has another name there, its English one still finds it."""
    name, where = tr(term.name), tuple((spelling, tr(place)) for spelling, place in term.where)
    also = term.also if name == term.name else (term.name, *(one for one in term.also if one != name))
    return replace(term, name=name, kind=tr(term.kind), says=tr(term.says), also=also, where=where)
