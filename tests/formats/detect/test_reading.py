"""Every kind goes to its reader, and nothing gets out of a reader but what names the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from gatescope.errors import Cancelled, FileError, FormatError, ModelError
from gatescope.formats.detect import reading
from gatescope.formats.detect.reading import read
from gatescope.formats.own.weights_and_card import save_model
from gatescope.formats.safetensors import reader as safetensors_reader
from gatescope.progress import silent
from tests.formats.models import random_model
from tests.formats.state_dict.tensors import gru


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "m.safetensors"
    save_file(gru("rnn.", 3, 4), path)
    return path


@pytest.mark.parametrize(
    ("raised", "expected", "sentence"),
    [
        (RecursionError("deep"), FormatError, r"is damaged, or of a form that is not read \(RecursionError\)"),
        (MemoryError(), FormatError, "needs more memory than there is"),
        (OverflowError("big"), FormatError, r"is damaged.*OverflowError"),
        (KeyError("lost"), FormatError, r"is damaged.*KeyError"),
        (OSError(5, "Input/output error"), FileError, "cannot be read: Input/output error"),
        (ModelError("W has shape (3,)"), FormatError, r"does not fit together: W has shape \(3,\)"),
        (FormatError("m.safetensors", "is odd"), FormatError, "is odd"),
    ],
)
def test_what_a_reader_lets_out_names_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, raised: Exception, expected: type[FileError], sentence: str
) -> None:
    def broken(path: Path, report: object) -> None:
        raise raised

    monkeypatch.setattr(safetensors_reader, "read", broken)
    with pytest.raises(expected, match=rf"^m\.safetensors: {sentence}"):
        read(path)


def test_a_second_stack_that_does_not_fit_together_is_said_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = safetensors_reader.read(path)
    misfit = replace(file.stacks[0], name="other", embedding=np.ones((5, 9), np.float32))
    monkeypatch.setattr(safetensors_reader, "read", lambda *_: replace(file, stacks=(*file.stacks, misfit)))
    with pytest.raises(FormatError, match=r"^m\.safetensors: does not fit together: the embedding has shape \(5, 9\)"):
        read(path)


def test_numbers_that_are_none_change_their_type_without_a_warning(tmp_path: Path) -> None:
    """A signalling NaN, which processors complain of where it is widened; here beside one array in float64."""
    arrays = gru("rnn.", 3, 4)
    arrays["rnn.weight_hh_l0"].view(np.uint32)[0, 0] = 0x7F800001
    save_file({**arrays, "rnn.weight_ih_l0": arrays["rnn.weight_ih_l0"].astype(np.float64)}, tmp_path / "m.safetensors")
    (stack,) = read(tmp_path / "m.safetensors").stacks
    assert stack.network.dtype == np.float64
    assert "rnn.weight_hh_l0 holds 1 NaN weight" in stack.notes


def test_a_read_that_nobody_waits_for_ends(path: Path) -> None:
    def end(share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read(path, end)


def test_every_kind_has_a_reader() -> None:
    assert set(reading.READERS) == set(reading.Kind)


def test_a_model_of_our_own_is_found_like_any_other(tmp_path: Path) -> None:
    model = random_model("gru", layers=2, directions=("forward", "reverse"))
    save_model(model, tmp_path / "own.safetensors")
    for name in ("own.safetensors", "own.json"):
        file = read(tmp_path / name, silent)
        assert file.kind == "GateScope model"
        assert dict(file.card)["name"] == "toy-gru"
        (stack,) = file.stacks
        assert [(layer.name, layer.units, len(layer.directions)) for layer in stack.layers] == [
            ("layer0", 3, 2),
            ("layer1", 3, 2),
        ]
        assert {tensor.name for tensor in file.tensors} == set(stack.tensors)
        assert all(tensor.used_by == ("gru",) for tensor in file.tensors)
        assert (stack.vocabulary, stack.tokenizer) == (model.vocabulary, model.tokenizer)
