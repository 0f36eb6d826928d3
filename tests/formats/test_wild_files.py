"""Sound files as people have them: each gives the numbers that stand beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import gatescope as gs
from gatescope.cli.main import main
from tests.shared import WILD, needs_wild_files

pytestmark = needs_wild_files

VECTORS = [
    "bound_method_module.pt",
    "cs231n_lstm.npz",
    "learned_h0_c0.pt",
    "numpy_generator_in_checkpoint.pt",
    "range_in_checkpoint.pt",
    "rtneural_gru.json",
    "thnn_whole_module.pt",
]


@pytest.mark.parametrize("name", VECTORS)
def test_hidden_states_of_vectors(name: str) -> None:
    with np.load(WILD / f"{name}.expected.npz") as expected:
        recording = gs.trace(WILD / name, inputs=expected["x"])
        np.testing.assert_allclose(recording["layer0.forward.hidden_state"], expected["h"], rtol=0, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ln_lstm_cell.pt", "ln_ih.weight"),
        ("input_standardised.onnx", "Sub and Div stand before"),
    ],
)
def test_what_is_not_computed_is_said(name: str, said: str) -> None:
    with np.load(WILD / f"{name}.expected.npz") as expected:
        recording = gs.trace(WILD / name, inputs=expected["x"])
        assert np.abs(recording["layer0.forward.hidden_state"] - expected["h"]).max() > 1e-3
        assert any(said in obstacle for obstacle in recording.obstacles)


def test_a_read_out_of_plain_values(capsys: pytest.CaptureFixture[str]) -> None:
    name = "regression_head.json"
    with np.load(WILD / f"{name}.expected.npz") as expected:
        recording = gs.trace(WILD / name, inputs=expected["x"])
        np.testing.assert_allclose(recording["hidden_state"], expected["h"], rtol=0, atol=1e-5)
        np.testing.assert_allclose(recording["readout.lin"], expected["readout"], rtol=0, atol=1e-5)
        squashed = gs.trace(WILD / name, inputs=expected["x"], convention={"readout": "logistic"})
        said = 1 / (1 + np.exp(-expected["readout"]))
        np.testing.assert_allclose(squashed["readout.lin"], said, rtol=0, atol=1e-5)
    assert main(["inspect", str(WILD / name)]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "lin (1, 4), linear" in text
    assert "otherwise --convention readout=logistic" in text
    assert "skip=1: the effect plays its input added to the read-out" in text


def test_a_graph_that_turns_the_tokens_round_reads_from_the_end() -> None:
    name = "tf2onnx_go_backwards.onnx"
    with np.load(WILD / f"{name}.expected.npz") as expected:
        recording = gs.trace(WILD / name, inputs=expected["x"])
        np.testing.assert_allclose(recording["layer0.reverse.hidden_state"], expected["h"], rtol=0, atol=1e-5)
    assert recording.obstacles == ()


def test_padding_is_left_out_wherever_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "mask_zero_ids.keras"
    with np.load(WILD / f"{name}.expected.npz") as expected:
        recording = gs.trace(WILD / name, ids=expected["ids"])
        kept = expected["ids"] != 0
        np.testing.assert_array_equal(recording["ids"], expected["ids"][kept])
        np.testing.assert_allclose(recording["hidden_state"], expected["out"][kept], rtol=0, atol=1e-5)
        ids = ",".join(map(str, expected["ids"]))
        assert main(["trace", "--model", str(WILD / name), "--ids", ids, "-o", str(tmp_path / "t.npz")]) == 0
        count = len(kept) - kept.sum()
        assert f"{count} tokens of id 0 are padding and left out" in capsys.readouterr().err
        with np.load(tmp_path / "t.npz") as traced:
            np.testing.assert_array_equal(traced["layer0.forward.hidden_state"], recording["hidden_state"])
