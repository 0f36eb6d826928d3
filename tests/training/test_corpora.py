"""Corpus readers: the two public ones with their trap, and a person's own tables with their mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gatescope.errors import FileError, FormatError
from gatescope.training.corpora import read_corpora
from tests.shared import DATA, needs_sentences


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    films, reviews = tmp_path / "rt_polarity", tmp_path / "uci_sentiment_sentences"
    films.mkdir()
    reviews.mkdir()
    (films / "rt-polarity.neg").write_text("dull . \n\ntoo long\n", encoding="utf-8")
    (films / "rt-polarity.pos").write_text("très bon .\n", encoding="utf-8")
    for name in ("amazon_cells", "imdb", "yelp"):
        text = f"{name}\tis bad.  \t0\none\x85line \t1\r\n"
        (reviews / f"{name}_labelled.txt").write_bytes(text.encode())
    return tmp_path


def test_both_corpora(folder: Path) -> None:
    corpus = read_corpora(folder)
    assert corpus.texts[:3] == ("dull .", "too long", "très bon .")
    assert corpus.texts[3:5] == ("amazon_cells\tis bad.", "one\x85line")
    assert corpus.labels == (0, 0, 1, 0, 1, 0, 1, 0, 1)
    assert [source.sentences for source in corpus.sources] == [3, 6]
    assert all(source.licence and source.source.count("https://") == 1 for source in corpus.sources)


def test_a_damaged_line_is_named(folder: Path) -> None:
    path = folder / "uci_sentiment_sentences" / "yelp_labelled.txt"
    path.write_text("fine\t1\nno label here\n")
    with pytest.raises(FormatError, match=r"^yelp_labelled.txt: line 2 has no tab"):
        read_corpora(folder)
    path.write_text("fine\t1\nbad\t2\n")
    with pytest.raises(FormatError, match=r"line 2 has the label '2', not 0, 1, negative or positive"):
        read_corpora(folder)


def test_missing_folders_and_files_are_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="should hold the folders rt_polarity and uci_sentiment_sentences"):
        read_corpora(tmp_path / "nowhere")
    (folder / "rt_polarity" / "rt-polarity.pos").unlink()
    with pytest.raises(FileError, match=r"^rt-polarity.pos: cannot be read: No such file"):
        read_corpora(folder)


@needs_sentences
def test_the_real_corpora_have_the_sizes_their_authors_gave() -> None:
    corpus = read_corpora(DATA)
    assert [source.sentences for source in corpus.sources] == [10_662, 3_000]
    assert sum(corpus.labels) == 5_331 + 1_500
