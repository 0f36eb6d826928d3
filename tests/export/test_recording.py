"""The mapping that scripts see; what the files made of it hold is tested in test_tables and with the command line."""

from pathlib import Path

import numpy as np
import pytest

from gatescope.errors import UsageError
from gatescope.export.recording import Recording
from gatescope.session.run.single import run_once, tokens_of_vectors
from tests.plots.builders import network, tokens


def recording(text: str = "a b c d e", cell: str = "lstm", **options) -> Recording:
    return Recording(run_once("toy", network(cell, **options), tokens(text)))


def test_the_keys_are_those_of_the_file(tmp_path: Path) -> None:
    found = recording(layers=2, directions=("forward", "reverse"))
    assert found.save(tmp_path / "t.npz") == len(found)
    with np.load(tmp_path / "t.npz", allow_pickle=False) as read:
        assert read.files == list(found.keys())
    assert list(found)[:5] == ["tokens", "ids", "inputs", "readout.sentiment", "layer0.forward.forget_gate"]


def test_short_names_mean_the_last_layer_forward() -> None:
    found = recording(layers=2, directions=("forward", "reverse"))
    assert found["forget_gate"] is found["layer1.forward.forget_gate"]
    assert found["preactivation.candidate"] is found["layer1.forward.preactivation.candidate"]
    assert not np.array_equal(found["forget_gate"], found["layer0.forward.forget_gate"])
    assert "forget_gate" not in list(found)
    assert recording(directions=("reverse",))["hidden_state"].shape == (5, 3)


def test_what_goes_in() -> None:
    found = recording()
    embedding = network().embedding
    assert embedding is not None
    assert found["tokens"].tolist() == list("abcde")
    assert found["ids"].tolist() == [0, 1, 2, 3, 4]
    assert np.array_equal(found["inputs"], embedding[:5])
    vectors = np.arange(8.0).reshape(4, 2)
    fed = Recording(run_once("toy", network(), tokens_of_vectors(4), vectors))
    assert fed["ids"].tolist() == [-1] * 4
    assert np.array_equal(fed["inputs"], vectors)


def test_nothing_in_it_can_be_written() -> None:
    for values in recording().values():
        with pytest.raises(ValueError, match="read-only"):
            values[...] = values.copy()


def test_an_unknown_key_names_those_there_are() -> None:
    found = recording("a b", "gru")
    with pytest.raises(KeyError):
        found["forget_gate"]
    with pytest.raises(UsageError, match=r"there is no 'forget_gate' .*readout\.sentiment, reset_gate, update_gate, "):
        found["forget_gate"]
    assert "forget_gate" not in found


def test_it_says_what_it_is() -> None:
    found = recording(layers=2)
    assert repr(found) == f"<Recording of toy (LSTM 2×3): 5 tokens, {len(found)} arrays>"


def test_an_ending_of_no_kind(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"t\.xlsx: a trace is written as \.npz or \.csv"):
        recording().save(tmp_path / "t.xlsx")


def test_it_is_equal_to_itself_alone() -> None:
    found = recording()
    assert found == found
    assert found != recording()
    assert len({found, found}) == 1
