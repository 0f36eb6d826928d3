"""What the names in real references mean."""

from __future__ import annotations

import pytest

from gatescope.engine.cells import GRU, LSTM, RNN
from gatescope.proof.reference_names import Named, parse, words

HIDDEN, CELL = "hidden_state", "cell_state"


@pytest.mark.parametrize(
    ("key", "role", "signal", "stem", "layer", "direction"),
    [
        ("x", "inputs", "", (), None, None),
        ("inputs", "inputs", "", (), None, None),
        ("gru3_bi_x", "inputs", "", ("gru3", "bi"), None, None),
        ("x:dpgrnn1.intra_rnn.rnn1", "inputs", "", ("dpgrnn1", "intra", "rnn", "rnn1"), None, None),
        ("gatescope:x", "inputs", "", ("gatescope",), None, None),
        ("token_ids", "ids", "", (), None, None),
        ("ids", "ids", "", (), None, None),
        ("zebra:token_ids", "ids", "", ("zebra",), None, None),
        ("h", "states", HIDDEN, (), None, None),
        ("h64", "states", HIDDEN, (), None, None),
        ("h_L0", "states", HIDDEN, (), 0, None),
        ("h64_L12", "states", HIDDEN, (), 12, None),
        ("c64_L1", "states", CELL, (), 1, None),
        ("gru3_bi_y", "states", HIDDEN, ("gru3", "bi"), None, None),
        ("y:dpgrnn1.intra_rnn.rnn1", "states", HIDDEN, ("dpgrnn1", "intra", "rnn", "rnn1"), None, None),
        ("zebra:enc_h", "states", HIDDEN, ("zebra", "enc"), None, None),
        ("rnn_out", "states", HIDDEN, ("rnn",), None, None),
        ("gate64_L0_f", "states", "forget_gate", (), 0, None),
        ("gate64_i", "states", "input_gate", (), None, None),
        ("gate_o", "states", "output_gate", (), None, None),
        ("gate64_L1_g", "states", "candidate", (), 1, None),
        ("layer0.forward.forget_gate", "states", "forget_gate", (), 0, "forward"),
        ("layer2.reverse.cell_state", "states", CELL, (), 2, "reverse"),
        ("layer1.forward.candidate", "states", "candidate", (), 1, "forward"),
        ("hn", "final", HIDDEN, (), None, None),
        ("h_n", "final", HIDDEN, (), None, None),
        ("c_n", "final", CELL, (), None, None),
        ("h0", "initial", HIDDEN, (), None, None),
        ("initial_c", "initial", CELL, (), None, None),
    ],
)
def test_names(key: str, role: str, signal: str, stem: tuple, layer: int | None, direction: str | None) -> None:
    assert parse(key, LSTM) == Named(key, role, signal, stem, layer, direction)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "key",
    [
        "logits", "mask", "probs64", "heldout_acc", "grad_wrt_x", "grad:bias_ih_l0", "G", "",
        "layer0.forward.preactivation.forget_gate", "readout.sentiment", "baseline.layer0.forward.hidden_state",
        "layer0.forward.grad.hidden_state",
    ],
)  # fmt: skip
def test_names_that_say_nothing(key: str) -> None:
    assert parse(key, LSTM) is None


def test_the_letters_of_gates_are_the_cells() -> None:
    assert parse("gate64_L0_z", GRU) == Named("gate64_L0_z", "states", "update_gate", (), 0)
    assert parse("gate_h", GRU) == Named("gate_h", "states", "candidate")
    assert parse("reset_gate", GRU) == Named("reset_gate", "states", "reset_gate")
    assert parse("gate_z", LSTM) is None
    assert parse("candidate", RNN) is None


def test_words() -> None:
    assert words("dpgrnn1.inter_rnn:GRU-64") == ("dpgrnn1", "inter", "rnn", "gru", "64")
