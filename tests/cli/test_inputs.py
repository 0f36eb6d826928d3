from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

import numpy as np
import pytest

from gatescope.cli import inputs
from gatescope.cli.ranges import names, scale, size, units
from gatescope.engine.executors import reference
from gatescope.errors import FileError, FormatError, UsageError
from tests.cli.toys import model
from tests.plots.builders import network


def test_a_text_file_keeps_every_character(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffça\r\nva 👩‍🚀".encode())
    assert inputs.read_text(path) == "ça\r\nva 👩‍🚀"


def test_a_text_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"caf\xe9")
    with pytest.raises(FormatError, match=r"^a\.txt: is not UTF-8 text \(byte 3\)"):
        inputs.read_text(path)
    with pytest.raises(FileError, match=r"^b\.txt: cannot be read: No such file"):
        inputs.read_text(tmp_path / "b.txt")


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16, np.int64, np.uint8])
@pytest.mark.parametrize("length", [0, 1, 5])
def test_vectors_are_read_in_the_models_precision(tmp_path: Path, dtype: type, length: int) -> None:
    path = tmp_path / "x.npy"
    np.save(path, np.arange(length * 2).reshape(length, 2).astype(dtype))
    found = inputs.read_vectors(path, model())
    assert found.dtype == np.float32
    assert found.tolist() == np.arange(length * 2).reshape(length, 2).tolist()


def test_vectors_of_the_wrong_width_are_refused_with_both_shapes(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    np.save(path, np.zeros((4, 5)))
    with pytest.raises(UsageError, match=r"x\.npy has the shape \(4, 5\); toy-lstm takes vectors of shape \(T, 2\)"):
        inputs.read_vectors(path, model())


def npy(header: str) -> bytes:
    text = header.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


HOSTILE = {
    "text": b"1 2 3",
    "empty": b"",
    "archive": b"PK\x03\x04" + b"\0" * 40,
    "cut": npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4, 2), }") + b"\0" * 5,
    "liar": npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000000, 2), }"),
    "objects": npy("{'descr': '|O', 'fortran_order': False, 'shape': (4, 2), }") + b"cos\nsystem\n(S'true'\ntR.",
    "words": npy("{'descr': '<U4', 'fortran_order': False, 'shape': (1, 2), }") + b"\0" * 32,
    "garbled": npy("{'descr': ((((((("),
    "negative": npy("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 2), }") + b"\0" * 32,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_damaged_array_is_one_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.npy"
    path.write_bytes(HOSTILE[name])
    with pytest.raises(FormatError, match=r"^x\.npy: "):
        inputs.read_vectors(path, model())


def test_short_texts_do_not_wait_for_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    kernels = object()
    monkeypatch.setattr(inputs, "load_kernels", lambda: kernels)
    small, large = network(units=32), network(units=1024)
    assert inputs.choose_executor(small, 200) is reference
    assert inputs.choose_executor(small, 1_000_000) is kernels
    assert inputs.choose_executor(large, 20) is reference
    assert inputs.choose_executor(large, 10_000) is kernels


def test_exactly_one_input(capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser()
    inputs.add_input_arguments(parser)
    inputs.check_one_input(parser.parse_args(["", "--model", "m"]))
    for wrong in ([], ["a", "--ids", "1"], ["--ids", "1", "--inputs", "x.npy"]):
        with pytest.raises(SystemExit) as ended:
            inputs.check_one_input(parser.parse_args([*wrong, "--model", "m"]))
        assert ended.value.code == 2
        assert "give one of TEXT, --text-file, --ids and --inputs" in capsys.readouterr().err


def test_ranges() -> None:
    assert units("3,7-9,u1,u2-u3") == (3, 7, 8, 9, 1, 2)
    assert size("1600x900") == size("1600×900") == (1600, 900)
    assert scale("2") == 2.0
    assert names("forget gate, Input-Gate") == ["forget_gate", "input_gate"]


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        *((units, text) for text in ("", "x", "3-", "9-7", "-1", "0-99999999")),
        *((size, text) for text in ("", "900", "0x900", "1600x", "-1x5", "1e3x5")),
        *((scale, text) for text in ("", "0.5", "5", "nan", "two")),
    ],
)
def test_what_cannot_be_read_is_quoted(parse, text: str) -> None:
    with pytest.raises(ArgumentTypeError):
        parse(text)
