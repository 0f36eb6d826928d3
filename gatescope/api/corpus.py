"""A corpus and its states: indexed once, then searched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gatescope.analysis.corpus.index import Index
from gatescope.analysis.corpus.search import Found
from gatescope.api.argument_kinds import of_its_kind
from gatescope.engine.selection import parse_signal, units_of
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.progress import Report, silent
from gatescope.session.corpus import building, finding


@of_its_kind
def index(
    model: Model,
    corpus: str | Path,
    directory: str | Path,
    *,
    signal: str = "hidden_state",
    layer: int | None = None,
    direction: str | None = None,
    dask: str | None = None,
    report: Report = silent,
) -> Index:
    """Write the states of a corpus into a folder, where `find` looks for patterns.

    An attempt that came to an end goes on where it stopped; an index that is there already is returned as it is, and an
    older one in the folder stays until the new one is whole.

    Args:
        model: reads the texts with its own tokenizer; each starts from the model's first state.
        corpus: .txt with a text a line; .csv or .tsv with a column “text”, or the texts in the first one; .jsonl with a
            string “text” in every object. UTF-8, UTF-16 or UTF-32.
        directory: of the index; made where it is missing.
        signal: whose values are kept; of the last layer, forward, unless `layer` or `direction` say otherwise.
        dask: address of a Dask scheduler, whose workers run the model (needs the extra ``cluster``).
        report: hears the share that is done.

    Returns:
        The index; ``index.statistics()`` has the mean, the deviation, the saturation and the correlation with the
        read-out of every unit and signal over the corpus.

    Raises:
        UsageError: the model reads no text, or has no such signal, layer or direction.
        FileError: the corpus cannot be read, changed meanwhile, or the index cannot be written.
        FormatError: the corpus is no text, or not what its suffix says.
    """
    return building.build_index(
        model,
        corpus,
        directory,
        signal=parse_signal(signal),
        layer=layer,
        direction=direction,
        dask=dask,
        report=report,
    )


@of_its_kind
def find(
    directory: str | Path | Index,
    during: str,
    *,
    text: str | None = None,
    threshold: float = 0.5,
    units: str | Sequence[int] | None = None,
    top: int = 50,
    regex: str | None = None,
    report: Report = silent,
) -> Found:
    """Return where else in a corpus the units are on that are on during some words.

    Args:
        directory: of the index, or what `index` returned.
        during: the words, such as ``"not good"``.
        text: in which the model reads them; the words alone by default.
        threshold: a unit is on above it. The units that are on at every word are the pattern.
        units: the pattern instead: ``"u3,u7"``, or their numbers.
        top: how many places to return, those of the pattern's length first.
        regex: a regular expression, or the name of a ready-made one (“inside quotes”, “after a negation”), with
            whose matches the places are compared: precision and recall.
        report: hears the share that is done.

    Raises:
        UsageError: the words do not stand in the text, no unit is on in them, no such unit, no regular expression, a
            number that is out of range.
        FileError: there is no index in that folder, or it is damaged.
    """
    if top < 0:
        raise UsageError(f"find returns 0 places or more, not {top}")
    folder = directory.directory if isinstance(directory, Index) else directory
    named = None if units is None else units_of(units)
    return finding.find(
        folder, during, text=text, threshold=threshold, units=named, most=top, regex=regex, report=report
    )
