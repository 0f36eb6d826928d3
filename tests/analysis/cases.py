"""Networks of every convention, for analyses that must hold for all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from gatescope.engine.cells import CELLS, Convention, Direction
from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.engine.network import LayerParameters, Network, ReadOut

OPTIONS: dict[str, tuple[str, Convention, str]] = {
    "rnn": ("rnn", Convention(), ""),
    "rnn-softsign": ("rnn", Convention(activation="softsign"), ""),
    "rnn-clip": ("rnn", Convention(clip=0.6), ""),
    "gru-after": ("gru", Convention(), ""),
    "gru-before": ("gru", Convention(reset_after=False), ""),
    "gru-hard": ("gru", Convention(gate_activation="hard_sigmoid", candidate_activation="softsign", clip=0.8), ""),
    "gru-before-clip": ("gru", Convention(reset_after=False, clip=0.5), ""),
    "lstm": ("lstm", Convention(), ""),
    "lstm-peepholes": ("lstm", Convention(), "peepholes"),
    "lstm-projection": ("lstm", Convention(), "projection"),
    "lstm-coupled": ("lstm", Convention(coupled=True), "peepholes"),
    "lstm-keras": ("lstm", Convention(gate_activation="hard_sigmoid_keras3", forget_bias=1.0), ""),
    "lstm-relu": ("lstm", Convention(output_activation="softsign", candidate_activation="relu", clip=0.7), ""),
    "lstm-all": ("lstm", Convention(coupled=True, output_activation="linear", clip=1.0), "peepholes projection"),
}


def network(
    name: str, units: int = 5, inputs: int = 3, layers: int = 1, directions: tuple[Direction, ...] = ("forward",)
) -> Network:
    """A random network in float64; a projection gives two thirds of the units."""
    cell, convention, extras = OPTIONS[name]
    rng, gates = np.random.default_rng(len(name)), len(CELLS[cell].gates)
    outputs = 2 * units // 3 if "projection" in extras else units
    stack, width = [], inputs
    for _ in range(layers):
        row = []
        for _ in directions:
            parameters = LayerParameters(
                rng.normal(size=(gates, units, width)) * 0.7,
                rng.normal(size=(gates, units, outputs)) * 0.7,
                *rng.normal(size=(2, gates, units)) * 0.3,
            )
            if "peepholes" in extras:
                parameters = replace(parameters, peepholes=rng.normal(size=(3, units)))
            if "projection" in extras:
                parameters = replace(parameters, projection=rng.normal(size=(outputs, units)))
            row.append(parameters)
        stack.append(tuple(row))
        width = outputs * len(directions)
    readout = ReadOut("sentiment", "logistic", rng.normal(size=(1, width)), rng.normal(size=1), ("bad", "good"))
    return Network(CELLS[cell], convention, tuple(stack), directions, readouts=(readout,))


def clamped(net: Network) -> Interventions:
    """Something of every kind that may be held."""
    items: list[Any] = [Clamp("hidden_state", 0.3, units=(1,)), Ablate((0,))]
    if net.cell.name != "rnn":
        items += [Clamp("candidate", 0.4, units=(2,)), Clamp(net.cell.gates[1], 0.9, units=(1, 3))]
        items += [Clamp(net.cell.gates[0], 0.2, units=(4,))]
    if net.cell.name == "lstm":
        items += [Clamp("cell_state", -0.5, units=(3,)), Clamp("output_gate", 0.7, units=(2,))]
    return Interventions(tuple(items))
