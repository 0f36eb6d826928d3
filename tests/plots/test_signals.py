import re
from html import unescape

import numpy as np
import pytest

from gatescope.engine.cells import CELLS, Convention
from gatescope.errors import UsageError
from gatescope.plots.signals import describe, equation, symbol, title
from tests.plots.builders import run


def plain(rich: str) -> str:
    """Rich text as one would type it: subscripts after an underscore, nothing else left of the markup."""
    text = re.sub(r"<sub>(.*?)</sub>", lambda m: "_" + re.sub("<.*?>", "", m[1]), rich)
    return unescape(re.sub("<.*?>", "", text))


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        ("forget_gate", "f_t = σ(W_f x_t + U_f h_t−1 + b_f)"),
        ("input_gate", "i_t = σ(W_i x_t + U_i h_t−1 + b_i)"),
        ("candidate", "c̃_t = tanh(W_c x_t + U_c h_t−1 + b_c)"),
        ("output_gate", "o_t = σ(W_o x_t + U_o h_t−1 + b_o)"),
        ("cell_state", "c_t = f_t ⊙ c_t−1 + i_t ⊙ c̃_t"),
        ("hidden_state", "h_t = o_t ⊙ tanh(c_t)"),
    ],
)
def test_lstm_equations(signal: str, text: str) -> None:
    assert plain(equation(signal, "lstm", Convention())) == text


@pytest.mark.parametrize(
    ("signal", "reset_after", "text"),
    [
        ("reset_gate", True, "r_t = σ(W_r x_t + U_r h_t−1 + b_r)"),
        ("update_gate", True, "z_t = σ(W_z x_t + U_z h_t−1 + b_z)"),
        ("candidate", True, "h̃_t = tanh(W_h x_t + b_xh + r_t ⊙ (U_h h_t−1 + b_hh))"),
        ("candidate", False, "h̃_t = tanh(W_h x_t + U_h (r_t ⊙ h_t−1) + b_h)"),
        ("hidden_state", False, "h_t = z_t ⊙ h_t−1 + (1 − z_t) ⊙ h̃_t"),
    ],
)
def test_gru_equations(signal: str, reset_after: bool, text: str) -> None:
    assert plain(equation(signal, "gru", Convention(reset_after=reset_after))) == text


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_rnn_equation(activation: str) -> None:
    found = equation("hidden_state", "rnn", Convention(activation=activation))  # type: ignore[arg-type]
    assert plain(found) == f"h_t = {activation}(W x_t + U h_t−1 + b)"


def test_the_reverse_direction_comes_from_the_next_token() -> None:
    for cell in CELLS.values():
        for signal in cell.signals:
            found = plain(equation(signal, cell.name, Convention(), "reverse"))
            assert "t−1" not in found
            assert ("t+1" in found) == ("t−1" in plain(equation(signal, cell.name, Convention())))


def test_an_equation_of_another_cell_is_refused() -> None:
    with pytest.raises(UsageError, match="gru has no signal 'forget_gate'; it has reset_gate"):
        equation("forget_gate", "gru", Convention())


def test_names_and_symbols() -> None:
    assert title("forget_gate") == "forget gate"
    assert title("readout") == "read-out"
    assert plain(symbol("candidate", "lstm")) == "c̃_t"
    assert plain(symbol("candidate", "gru")) == "h̃_t"


def test_hovering_tells_the_value_at_that_token_and_unit() -> None:
    gate = np.arange(12, dtype=np.float32).reshape(4, 3) / 100
    found = run("the food was <b>", signals={"forget_gate": gate})
    sentence = plain(describe(found, "layer0.forward", "forget_gate", 1, 2))
    assert sentence == "forget gate f_t · unit 1 · “was”: 0.07 — f_t = σ(W_f x_t + U_f h_t−1 + b_f)"
    assert "“&lt;b&gt;”" in describe(found, "layer0.forward", "forget_gate", 0, 3)


def test_a_deep_network_names_the_layer() -> None:
    deep = run(layers=2, directions=("forward", "reverse"))
    assert "layer 2, reverse · unit 0" in plain(describe(deep, "layer1.reverse", "cell_state", 0, 0))


@pytest.mark.parametrize(
    ("signal", "unit", "token"), [("reset_gate", 0, 0), ("cell_state", 3, 0), ("cell_state", 0, 4)]
)
def test_what_does_not_exist_is_refused(signal: str, unit: int, token: int) -> None:
    with pytest.raises(UsageError):
        describe(run(), "layer0.forward", signal, unit, token)
