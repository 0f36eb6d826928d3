"""Reads the two public corpora of labelled sentences that the bundled sentiment models come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gatescope.errors import FileError, FormatError
from gatescope.words import tr

RT_POLARITY = "rt_polarity"
UCI = "uci_sentiment_sentences"
POLARITIES = {"0": 0, "negative": 0, "neg": 0, "1": 1, "positive": 1, "pos": 1}


@dataclass(frozen=True)
class Source:
    """The origin of sentences, as a model card states it; `unit` says of what else there are so many."""

    name: str
    source: str
    licence: str
    sentences: int
    unit: str = "sentences"


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
        raise FileError(
            folder,
            tr(
                "is no corpus folder: it should hold the folders {rt_polarity} and {uci}",
                rt_polarity=RT_POLARITY,
                uci=UCI,
            ),
        )
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
                raise FormatError(path, tr("line {number} has no tab between sentence and label", number=number))
            texts.append(text.strip())
            labels.append(polarity(path, number, label))
    source = Source(
        "Sentiment Labelled Sentences",
        "Kotzias et al. 2015, https://archive.ics.uci.edu/dataset/331",
        "CC BY 4.0",
        len(texts),
    )
    return Corpus(tuple(texts), tuple(labels), (source,))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    # str.splitlines would also cut at U+0085, which stands inside sentences of imdb_labelled.txt.
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if line.strip():
            yield number, line.strip(" \r")


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileError(path, tr("cannot be read: {error}", error=error.strerror or error)) from error
    except UnicodeDecodeError as error:
        raise FormatError(
            path, tr("is not UTF-8 text (at byte {start}); save it as UTF-8", start=error.start)
        ) from error


def polarity(path: Path, line: int, label: str) -> int:
    """Return 0 for a negative and 1 for a positive label.

    Raises:
        FormatError: it is neither; `path` has it in this line.
    """
    value = POLARITIES.get(label.strip().lower())
    if value is None:
        raise FormatError(
            path,
            tr(
                "line {line} has the label {label!r:.40}, not 0, 1, negative or positive",
                line=line,
                label=label.strip(),
            ),
        )
    return value
