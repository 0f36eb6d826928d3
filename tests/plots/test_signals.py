import re
from dataclasses import replace
from html import unescape

import numpy as np
import pytest

from gatescope.engine.cells import CELLS, Convention
from gatescope.engine.part import Part
from gatescope.errors import UsageError
from gatescope.plots.heatmap import heatmap
from gatescope.plots.shading import bands
from gatescope.plots.signals import equation, symbol, title
from gatescope.plots.traces import traces
from gatescope.plots.values.signal_value import SignalValue
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.document.shading import Shading
from gatescope.session.run.snapshot import Run
from tests.plots.builders import run, snapshot


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


@pytest.mark.parametrize(
    ("cell", "signal", "convention", "text"),
    [
        ("lstm", "input_gate", {"gate_activation": "hard_sigmoid"}, "i_t = hard sigmoid(W_i x_t + U_i h_t−1 + b_i)"),
        ("lstm", "candidate", {"candidate_activation": "elu(0.5)"}, "c̃_t = elu_0.5(W_c x_t + U_c h_t−1 + b_c)"),
        ("lstm", "candidate", {"gate_activation": "relu"}, "c̃_t = tanh(W_c x_t + U_c h_t−1 + b_c)"),
        ("lstm", "hidden_state", {"output_activation": "softsign"}, "h_t = o_t ⊙ softsign(c_t)"),
        ("lstm", "forget_gate", {"forget_bias": 1.0}, "f_t = σ(W_f x_t + U_f h_t−1 + b_f + 1)"),
        ("lstm", "forget_gate", {"forget_bias": -0.5}, "f_t = σ(W_f x_t + U_f h_t−1 + b_f − 0.5)"),
        ("lstm", "input_gate", {"forget_bias": 1.0}, "i_t = σ(W_i x_t + U_i h_t−1 + b_i)"),
        ("lstm", "forget_gate", {"coupled": True}, "f_t = 1 − i_t"),
        ("lstm", "output_gate", {"clip": 3.0}, "o_t = σ(clip_±3(W_o x_t + U_o h_t−1 + b_o))"),
        ("gru", "update_gate", {"update_gate_keeps": "new"}, "z_t = 1 − σ(W_z x_t + U_z h_t−1 + b_z)"),
        ("gru", "hidden_state", {"update_gate_keeps": "new"}, "h_t = (1 − z_t) ⊙ h_t−1 + z_t ⊙ h̃_t"),
        ("gru", "reset_gate", {"update_gate_keeps": "new"}, "r_t = σ(W_r x_t + U_r h_t−1 + b_r)"),
        ("rnn", "hidden_state", {"activation": "relu", "clip": 2.5}, "h_t = relu(clip_±2.5(W x_t + U h_t−1 + b))"),
    ],
)
def test_equations_of_other_conventions(cell: str, signal: str, convention: dict, text: str) -> None:
    assert plain(equation(signal, cell, Convention(**convention))) == text


def test_equations_of_other_parameters() -> None:
    def said(signal: str, **options: bool) -> str:
        return plain(equation(signal, "lstm", Convention(), **options))

    assert said("forget_gate", peepholes=True) == "f_t = σ(W_f x_t + U_f h_t−1 + b_f + p_f ⊙ c_t−1)"
    assert said("output_gate", peepholes=True) == "o_t = σ(W_o x_t + U_o h_t−1 + b_o + p_o ⊙ c_t)"
    assert said("candidate", peepholes=True) == said("candidate")
    assert said("hidden_state", projected=True) == "h_t = R (o_t ⊙ tanh(c_t))"


def said(found: Run, signal: str, unit: int, token: int, part: str = "layer0.forward") -> str:
    return SignalValue(found, Part.parse(part), signal, unit, token).text().plain


def test_hovering_tells_the_equation_of_the_networks_own_parameters() -> None:
    found = run()
    part = replace(found.network.layers[0][0], peepholes=np.ones((3, 3)))
    peeping = replace(found, network=replace(found.network, layers=((part,),)))
    assert "p_i ⊙ c_t−1" in said(peeping, "input_gate", 0, 0)
    assert "p_i" not in said(found, "input_gate", 0, 0)


def test_an_update_gate_that_keeps_the_new_state_is_shown_so_everywhere() -> None:
    gate = np.array([[0.25, 0.5, 1.0], [0.0, 0.75, 0.125]])
    kept = run("a b", "gru", convention=Convention(update_gate_keeps="new"), signals={"update_gate": gate})
    assert " 0.75." in said(kept, "update_gate", 0, 0)
    focus = Focus(model="toy-gru", part=Part.parse("layer0.forward"), shading=Shading("update_gate"))
    panel = next(panel for panel in heatmap([kept], focus).panels if panel.signal == "update_gate")
    assert np.array_equal(panel.values, 1 - gate)
    assert np.allclose(bands([kept], focus)[0].values, 1 - gate.mean(axis=1))
    lines = traces(snapshot(kept), replace(focus, units=(UnitRef("toy-gru", Part.parse("layer0.forward"), 1),)))
    line = next(series for series in lines.series if series.hue == "update_gate")
    assert line.values.tolist() == [0.5, 0.25]
    assert np.array_equal(kept.trace["layer0.forward.update_gate"], gate)


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
    sentence = said(found, "forget_gate", 1, 2)
    assert sentence.startswith("“was” · unit 1 · forget gate 0.07. f_t = σ(W_f x_t + U_f h_t−1 + b_f). = σ(")
    assert "“<b>”" in said(found, "forget_gate", 0, 3)


def test_a_deep_network_names_the_layer() -> None:
    deep = run(layers=2, directions=("forward", "reverse"))
    assert "unit 0, layer 2, reverse" in said(deep, "cell_state", 0, 0, "layer1.reverse")
    assert "unit 0, layer 2 ·" in said(run(layers=2), "cell_state", 0, 0, "layer1.forward")
