"""The work of the window's worker process: index a corpus unless that is done, and search it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gatescope.analysis.corpus.moments import CorpusStatistics
from gatescope.analysis.corpus.search import Found
from gatescope.analysis.corpus.shard import DamagedError
from gatescope.engine.part import Part
from gatescope.formats.core.model import Model
from gatescope.progress import Report, portion, silent
from gatescope.session.corpus.building import build_index
from gatescope.session.corpus.finding import Asked, find_in

_INDEXING = 0.9
"""The part of the work that indexing is taken to be."""
UNKNOWN = "unknown words"


@dataclass(frozen=True)
class Answered:
    """What was found, and in how much.

    Attributes:
        found: the places.
        lines, tokens: of the corpus.
        begins: (word, how many) that the places begin with.
        part: whose states were kept; statistics: of its units over the corpus, by signal.
    """

    found: Found
    lines: int
    tokens: int
    begins: tuple[tuple[str, int], ...]
    part: Part
    statistics: Mapping[str, CorpusStatistics]


def index_and_find(
    model: Model,
    corpus: Path,
    directory: Path,
    signal: str,
    layer: int,
    direction: str,
    asked: Asked,
    report: Report = silent,
) -> Answered:
    """Return what was asked of `corpus`, whose index is made in `directory` where it is not there yet.

    Raises:
        GateScopeError: as `build_index` and `find_in`.
        Cancelled: `report` raised it.
    """
    about = model, corpus, directory, signal, layer, direction, asked, report
    try:
        return _index_and_find(*about)
    except DamagedError:
        # Only the app knows this folder: what a disk has spoilt is made anew.
        shutil.rmtree(directory, ignore_errors=True)
        return _index_and_find(*about)


def _index_and_find(
    model: Model,
    corpus: Path,
    directory: Path,
    signal: str,
    layer: int,
    direction: str,
    asked: Asked,
    report: Report,
) -> Answered:
    index = build_index(
        model,
        corpus,
        directory,
        signal=signal,
        layer=layer,
        direction=direction,
        report=portion(report, 0.0, _INDEXING),
    )
    found = find_in(directory, asked, portion(report, _INDEXING, 1.0))
    counts = index.manifest.lines, index.manifest.tokens
    return Answered(found, *counts, _words(model, found), index.part, dict(index.statistics()))


def _words(model: Model, found: Found) -> tuple[tuple[str, int], ...]:
    assert model.vocabulary is not None
    tokens, unknown = model.vocabulary.tokens, model.vocabulary.unknown
    return tuple((UNKNOWN if word == unknown else tokens[word], count) for word, count in found.begins)
