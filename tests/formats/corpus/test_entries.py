"""Where the texts of a corpus stand in its file, and what is said of a file that is none."""

from __future__ import annotations

import tracemalloc

import pytest

from gatescope.errors import FileError, FormatError
from gatescope.formats.corpus import entries as module
from gatescope.formats.corpus.entries import entries
from gatescope.formats.corpus.fingerprint import fingerprint, stamp


def read(tmp_path, name: str, content: str | bytes) -> list[tuple[int, str]]:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [(entry.line, entry.text) for entry in entries(path)]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", "one\n\ntwo", [(1, "one"), (2, ""), (3, "two")]),
        ("a.txt", "one\r\ntwo\rthree\n", [(1, "one"), (2, "two"), (3, "three")]),
        ("a.txt", "a\u0085b\u2028c\n", [(1, "a\u0085b\u2028c")]),
        ("a.csv", "one,1\ntwo,2\n", [(1, "one"), (2, "two")]),
        ("a.csv", "id,Review\n1,one\n\n2,two\n", [(2, "one"), (4, "two")]),
        ("a.csv", 'text,id\n"one\nhalf, ""so""",1\ntwo,2\n', [(2, 'one\nhalf, "so"'), (4, "two")]),
        ("a.csv", "id;text\n1;one\n", [(2, "one")]),
        ("a.tsv", 'id\ttext\n1\t"one\n', [(2, '"one')]),
        (
            "a.jsonl",
            '{"text": "one"}\n\n"two"\n{"sentence": "x", "text": "three"}\n',
            [(1, "one"), (3, "two"), (4, "three")],
        ),
    ],
)
def test_texts_and_the_lines_they_begin_on(tmp_path, name, content, expected):
    assert read(tmp_path, name, content) == expected


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "a.txt: is empty"),
        ("a.txt", b"\x00\x01\x02\x00\x00" * 50, "a.txt: is no text"),
        ("a.txt", b"one\ntwo \xff\n", "a.txt: is not UTF-8 text soon after line"),
        ("a.txt", b"\xff\xfeo\x00n\x00e", "a.txt: is not UTF-16 text soon after line"),
        ("a.csv", b'text\n"one\n', "a.csv: line 2 is no CSV"),
        ("a.csv", b"id,text\n1,one\n2\n", "a.csv: line 3 has 1 columns; the text stands in column 2"),
        ("a.csv", b'text\n"' + b"x" * 200_000 + b'"\n', "a.csv: line 2 has a cell of more than 131,072 characters"),
        ("a.jsonl", b'{"text": "one"}\n{"text": \n', "a.jsonl: line 2 is no JSON"),
        ("a.jsonl", b'{"words": "one"}\n', "a.jsonl: line 1 has no text"),
        ("a.jsonl", b"[" * 100_000, "a.jsonl: line 1 is no JSON"),
    ],
)
def test_a_file_that_is_no_corpus_is_told_in_one_sentence(tmp_path, name, content, reason):
    with pytest.raises(FormatError) as failure:
        read(tmp_path, name, content)
    assert str(failure.value).startswith(reason)


def test_folders_and_missing_files(tmp_path):
    with pytest.raises(FileError, match="is a folder"):
        list(entries(tmp_path))
    with pytest.raises(FileError, match="there is no such file"):
        list(entries(tmp_path / "none.txt"))


def test_a_line_without_an_end_does_not_fill_the_memory(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        for _ in range(32):
            file.write(b"x" * (1 << 20))
    tracemalloc.start()
    with pytest.raises(FormatError, match="line 1 has more than 1,000,000 characters: break it into lines"):
        list(entries(path))
    assert tracemalloc.get_traced_memory()[1] < 12 << 20
    tracemalloc.stop()


def test_how_much_was_read_rises_to_the_whole_file(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"word word\n" * 5_000)
    read_so_far = [entry.read for entry in module.entries(path)]
    assert read_so_far == sorted(read_so_far)
    assert 0 < read_so_far[0] < read_so_far[-1] == 50_000


def test_a_fingerprint_tells_content_and_date(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    first = fingerprint(path)
    assert first.same_stamp(stamp(path))
    path.write_bytes(b"two")
    assert fingerprint(path).digest != first.digest
    path.write_bytes(b"three")
    assert not first.same_stamp(stamp(path))
