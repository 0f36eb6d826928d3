from __future__ import annotations

from gatescope.errors import FileError, FormatError, escaped, one_line


def test_a_sentence_starts_with_the_files_name():
    error = FormatError("/home/somebody/model.pt", "is cut short")
    assert str(error) == "model.pt: is cut short"
    assert error.path.name == "model.pt"


def test_what_a_damaged_file_holds_makes_no_mess_of_the_sentence():
    error = FileError("a\nb.pt", "holds a\x00b\x1b[31m\r\nand\tmore")
    assert str(error) == r"a b.pt: holds a\x00b\x1b[31m and more"


def test_what_is_not_shown_is_an_escape():
    assert escaped("a\tb\nc\x00\x1b[0m\u2028ü模👍") == r"a\tb\nc\x00\x1b[0m\u2028ü模👍"
    assert escaped("\ud8ff") == r"\ud8ff"
    assert one_line("two\n  lines\x07") == r"two lines\x07"


def test_a_sentence_is_not_endless():
    error = FileError("model.pt", "x" * 100_000 + " at the end")
    assert len(str(error)) < 700
    assert str(error).endswith("at the end")
