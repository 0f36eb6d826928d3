"""Texts with labels from a person's own file: any labels, not only two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.corpus.entries import COLUMNS
from gatescope.formats.detect.suffixes import TABLES, has
from gatescope.training.corpora import Source
from gatescope.training.own_data.bounded_sample import BoundedSample
from gatescope.training.own_data.origin import origin
from gatescope.training.own_data.records import records
from gatescope.words import tr

WANTED = {"text": COLUMNS, "label": ("label", "class", "category", "target", "sentiment", "y")}
MOST_CHARACTERS = 20_000_000
"""Of a larger file a fair sample is kept."""
MOST_LABELS, LONGEST_LABEL = 200, 80


@dataclass(frozen=True)
class LabelledTexts:
    """S texts with their labels.

    Attributes:
        labels: (S,) rows of `names`.
        names: of the labels, in alphabetical order.
        source: for the card.
    """

    texts: tuple[str, ...]
    labels: tuple[int, ...]
    names: tuple[str, ...]
    source: Source


def read_labelled_texts(path: Path, most: int = MOST_CHARACTERS) -> LabelledTexts:
    """Return the texts and labels of a .csv, .tsv or .jsonl file, a fair sample where it is large.

    Raises:
        FileError: it cannot be read.
        FormatError: it is no such table, has one label only or hundreds of them, or a row without text or label.
    """
    kept: BoundedSample[tuple[str, str]] = BoundedSample(most)
    counts: Counter[str] = Counter()
    first: list[str] = []

    def pairs() -> Iterator[tuple[tuple[str, str], int]]:
        for record in records(path, WANTED):
            text, label = record.values["text"].strip(), record.values["label"].strip()
            for role, value in (("text", text), ("label", label)):
                if not value:
                    raise FormatError(
                        path,
                        tr(
                            "line {line} has an empty {role}: fill it in, or leave the row out",
                            line=record.line,
                            role=role,
                        ),
                    )
            if not counts:
                first[:] = [label] if record.line == 1 and has(path, TABLES) else []
            counts[label] += 1
            if len(counts) > MOST_LABELS or len(label) > LONGEST_LABEL:
                raise FormatError(
                    path,
                    tr(
                        "line {line} has the label {label!r:.60}, and there are {count} by then: up to {most_labels} "
                        "of them are learnt; name the columns in the first line, text and label",
                        line=record.line,
                        label=label,
                        count=len(counts),
                        most_labels=MOST_LABELS,
                    ),
                )
            yield (text, label), len(text) + len(label)

    kept.take(pairs())
    if first and counts[first[0]] == 1 < max(counts.values()) and len(counts) > 2:
        raise FormatError(
            path,
            tr(
                "has the label {first!r} in line 1 and never again: if that line names the columns, call them text "
                "and label; else give more texts of it",
                first=first[0],
            ),
        )
    if len(counts) < 2:
        raise FormatError(
            path,
            tr(
                "has one label only, {label!r}: give texts of two labels or more to tell apart",
                label=next(iter(counts)),
            )
            if counts
            else tr("has no rows: give texts of two labels or more to tell apart"),
        )
    names = tuple(sorted(counts))
    row = {name: k for k, name in enumerate(names)}
    return LabelledTexts(
        tuple(text for text, _ in kept),
        tuple(row[label] for _, label in kept),
        names,
        Source(path.name, origin(len(kept), kept.seen), "unknown", len(kept)),
    )
