"""Reads labelled sentences: the two public corpora that the bundled models come from, and tables of a person's own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gatescope.errors import FileError, FormatError
from gatescope.formats.detect.suffixes import TABLES, has

RT_POLARITY = "rt_polarity"
UCI = "uci_sentiment_sentences"
_LABELS = {"0": 0, "negative": 0, "neg": 0, "1": 1, "positive": 1, "pos": 1}


@dataclass(frozen=True)
class Source:
    """The origin of sentences, as a model card states it."""

    name: str
    source: str
    licence: str
    sentences: int


@dataclass(frozen=True)
class Corpus:
    """S sentences, each with its label: 0 negative, 1 positive."""

    texts: tuple[str, ...]
    labels: tuple[int, ...]
    sources: tuple[Source, ...]

    def __add__(self, other: Corpus) -> Corpus:
        return Corpus(self.texts + other.texts, self.labels + other.labels, self.sources + other.sources)


def read_corpora(folder: Path) -> Corpus:
    """Return the sentences of the folders ``rt_polarity`` and ``uci_sentiment_sentences`` in `folder`.

    Raises:
        FileError: a file is missing or cannot be read.
        FormatError: a file is not what it should be.
    """
    if not any((folder / name).is_dir() for name in (RT_POLARITY, UCI)):
        raise FileError(folder, f"is no corpus folder: it should hold the folders {RT_POLARITY} and {UCI}")
    return read_rt_polarity(folder / RT_POLARITY) + read_uci(folder / UCI)


def read_rt_polarity(folder: Path) -> Corpus:
    """Read Pang & Lee 2005: ``rt-polarity.neg`` and ``rt-polarity.pos``, a snippet a line, in lower case with spaces
    around punctuation."""
    texts: list[str] = []
    labels: list[int] = []
    for label, ending in enumerate(("neg", "pos")):
        found = [line for _, line in _lines(folder / f"rt-polarity.{ending}")]
        texts += found
        labels += [label] * len(found)
    source = Source(
        "rt-polarity",
        "Pang & Lee 2005, https://www.cs.cornell.edu/people/pabo/movie-review-data/",
        "free for research (Cornell University)",
        len(texts),
    )
    return Corpus(tuple(texts), tuple(labels), (source,))


def read_uci(folder: Path) -> Corpus:
    """Read Kotzias et al. 2015: three files of ``sentence<TAB>0|1`` from Amazon, IMDb and Yelp."""
    texts: list[str] = []
    labels: list[int] = []
    for name in ("amazon_cells", "imdb", "yelp"):
        path = folder / f"{name}_labelled.txt"
        for number, line in _lines(path):
            text, tab, label = line.rpartition("\t")
            if not tab:
                raise FormatError(path, f"line {number} has no tab between sentence and label")
            texts.append(text.strip())
            labels.append(_label(path, number, label))
    source = Source(
        "Sentiment Labelled Sentences",
        "Kotzias et al. 2015, https://archive.ics.uci.edu/dataset/331",
        "CC BY 4.0",
        len(texts),
    )
    return Corpus(tuple(texts), tuple(labels), (source,))


def read_table(path: Path) -> Corpus:
    """Read a person's own sentences: ``.csv`` or ``.tsv`` in UTF-8, with the columns text and label.

    The first line may name the columns, in either order and among others; without it the first column is the text and
    the second the label. A label is 0, negative or neg, or 1, positive or pos. In a ``.tsv`` quotes mean themselves.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is no such table; the sentence names the line.
    """
    if not has(path, TABLES):
        raise FormatError(path, "is neither a .csv nor a .tsv file with the columns text and label")
    texts: list[str] = []
    labels: list[int] = []
    columns = (0, 1)
    for row, (number, cells) in enumerate(_rows(path)):
        if row == 0:
            names = [cell.strip().lower() for cell in cells]
            if "text" in names and "label" in names:
                columns = (names.index("text"), names.index("label"))
                continue
        if len(cells) <= max(columns):
            raise FormatError(path, f"line {number} has {len(cells)} columns where a text and a label are needed")
        text = cells[columns[0]].strip()
        if not text:
            raise FormatError(path, f"line {number} has an empty text")
        texts.append(text)
        labels.append(_label(path, number, cells[columns[1]]))
    if len(set(labels)) < 2:
        raise FormatError(path, "needs negative and positive sentences to learn from")
    return Corpus(tuple(texts), tuple(labels), (Source(path.name, "a file of the user's own", "unknown", len(texts)),))


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    if path.suffix.lower() == ".tsv":
        yield from ((number, line.split("\t")) for number, line in _lines(path))
        return
    # newline="" keeps the line ends within quoted texts.
    rows = csv.reader(io.StringIO(_read(path), newline=""), strict=True)
    try:
        yield from ((rows.line_num, cells) for cells in rows if cells)
    except csv.Error as error:
        raise FormatError(path, f"line {rows.line_num} is no CSV: {error}") from error


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    # str.splitlines would also cut at U+0085, which stands inside sentences of imdb_labelled.txt.
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if line.strip():
            yield number, line.strip(" \r")


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileError(path, f"cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise FormatError(path, f"is not UTF-8 text (at byte {error.start}); save it as UTF-8") from error


def _label(path: Path, number: int, label: str) -> int:
    value = _LABELS.get(label.strip().lower())
    if value is None:
        raise FormatError(path, f"line {number} has the label {label.strip()!r:.40}, not 0, 1, negative or positive")
    return value
