"""What the search of commands finds: entries of several sources, ranked by how well they fit what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtGui import QAction

from gatescope.views.controls.fuzzy import score

_CALLED_SO, _BEGINS_SO = 10_000, -10_000
"""What ranks above every command, and below all of them."""


class Entry(NamedTuple):
    """One thing that can be found.

    Attributes:
        name: by which it is found.
        action: that it triggers.
        rank: of an entry that its source found by itself; None has it ranked by its name.
        also: another text by which it is found, such as a longer title.
    """

    name: str
    action: QAction
    rank: int | None = None
    also: str = ""


@dataclass(frozen=True)
class Source:
    """Where entries of one kind come from.

    Attributes:
        title: of the group, in the person's language.
        entries: gives those that may fit a text; an empty one asks for all that are worth a line.
        most: how many are listed at a time; 0 for no limit.
    """

    title: str
    entries: Callable[[str], Iterable[Entry]]
    most: int = 0


class Group(NamedTuple):
    """A heading, and the entries under it, best first."""

    title: str
    entries: tuple[Entry, ...]


def called_so(name: str, action: QAction) -> Entry:
    """Return the entry of something that is called exactly as the person typed: it stands above the commands."""
    return Entry(name, action, _CALLED_SO)


def begins_so(name: str, action: QAction) -> Entry:
    """Return the entry of something whose name begins as the person typed: it stands below the commands."""
    return Entry(name, action, _BEGINS_SO)


def groups_found(sources: Sequence[Source], query: str) -> list[Group]:
    """Return what fits `query`, the group with the best entry first; without a query, all in the order of `sources`."""
    found: list[tuple[int, int, Group]] = []
    for place, source in enumerate(sources):
        for rank, entries in _ranked(source, query):
            found.append((-rank, place, Group(source.title, entries)))
    return [group for _, _, group in sorted(found, key=lambda one: one[:2])]


def _ranked(source: Source, query: str) -> list[tuple[int, tuple[Entry, ...]]]:
    """Return the entries that fit with the rank of the best; those above and below the commands apart."""
    typed = len(query.strip())
    parts: dict[int, list[tuple[int, int, int, Entry]]] = {}
    for place, entry in enumerate(source.entries(query)):
        worth = _worth(entry, query)
        # Letters that are strewn over a long name are no hit where there are many names.
        if worth is None or (source.most and entry.rank is None and worth < 2 * typed):
            continue
        level = (worth >= _CALLED_SO) - (worth <= _BEGINS_SO)
        length = len(entry.name) if typed and entry.rank is None else 0
        parts.setdefault(level, []).append((-worth, length, place, entry))
    result = []
    for ranked in parts.values():
        ranked.sort(key=lambda one: one[:3])
        kept = ranked[: source.most] if source.most else ranked
        result.append((-kept[0][0], tuple(one[3] for one in kept)))
    return result


def _worth(entry: Entry, query: str) -> int | None:
    if entry.rank is not None:
        return entry.rank
    by_name, also = score(query, entry.name), score(query, entry.also) if entry.also else None
    return also if by_name is None else by_name if also is None else max(by_name, also)
