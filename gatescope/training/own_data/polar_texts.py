"""Negative and positive texts from a person's own table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.training.corpora import Corpus, Source, polarity
from gatescope.training.own_data.bounded_sample import BoundedSample
from gatescope.training.own_data.labelled_texts import MOST_CHARACTERS
from gatescope.training.own_data.origin import origin
from gatescope.training.own_data.records import records
from gatescope.words import tr

WANTED = {"text": ("text",), "label": ("label",)}


def read_polar_texts(path: Path, most: int = MOST_CHARACTERS) -> Corpus:
    """Read a .csv, .tsv or .jsonl file with the columns text and label, a fair sample of it where it is large.

    The first line may name the columns, in either order and among others; without it the first column is the text and
    the second the label. A label is 0, negative or neg, or 1, positive or pos. In a ``.tsv`` quotes mean themselves.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is no such table; the sentence names the line.
    """
    kept: BoundedSample[tuple[str, int]] = BoundedSample(most)

    def pairs() -> Iterator[tuple[tuple[str, int], int]]:
        for record in records(path, WANTED):
            text = record.values["text"].strip()
            if not text:
                raise FormatError(
                    path, tr("line {line} has an empty text: fill it in, or leave the row out", line=record.line)
                )
            yield (text, polarity(path, record.line, record.values["label"])), len(text)

    kept.take(pairs())
    texts, labels = tuple(text for text, _ in kept), tuple(label for _, label in kept)
    if len(set(labels)) < 2:
        raise FormatError(path, tr("needs negative and positive sentences to learn from"))
    return Corpus(texts, labels, (Source(path.name, origin(len(kept), kept.seen), "unknown", len(kept)),))
