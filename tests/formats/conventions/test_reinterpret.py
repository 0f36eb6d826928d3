"""What a file's numbers are under another reading, each against the equations with the right parameters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.cells import CELLS, Convention
from gatescope.engine.network import LayerParameters, Network
from gatescope.engine.run import run
from gatescope.errors import UsageError
from gatescope.formats.conventions.gate_order import orders, parse, rows
from gatescope.formats.conventions.override import keys, reinterpret
from gatescope.formats.own.tensors import tensors
from tests.engine.networks import vectors
from tests.plots.builders import network

SIGNALS = ("reset_gate", "update_gate", "candidate", "hidden_state")


def misread(right: Network, file_order: str, assumed: str) -> Network:
    """`right` as a reader sees it that takes the blocks of a file in `file_order` to be in the order `assumed`."""
    cell = right.cell
    stands, taken = parse(cell, file_order), parse(cell, assumed)
    at = [cell.gates.index(stands[taken.index(gate)]) for gate in cell.gates]

    def shuffled(p: LayerParameters) -> LayerParameters:
        return replace(p, W=p.W[at], U=p.U[at], b_x=p.b_x[at], b_h=p.b_h[at])

    return replace(right, layers=tuple(tuple(map(shuffled, row)) for row in right.layers))


def assert_same(a: Network, b: Network) -> None:
    assert a.convention == b.convention
    assert a.directions == b.directions
    ours, theirs = tensors(a), tensors(b)
    assert list(ours) == list(theirs)
    for key, array in ours.items():
        assert np.array_equal(array, theirs[key]), key


@pytest.mark.parametrize("assumed", ["", "i f c o", "i o f c"])
@pytest.mark.parametrize("order", orders(CELLS["lstm"], "ifgo"))
def test_every_order_of_an_lstm_is_found_back(order: str, assumed: str) -> None:
    right = network("lstm", layers=2, directions=("forward", "reverse"))
    assert_same(reinterpret(misread(right, order, assumed), {"gate_order": order}, assumed), right)


@pytest.mark.parametrize("assumed", ["", "z r h"])
@pytest.mark.parametrize("order", orders(CELLS["gru"], "z r h"))
def test_every_order_of_a_gru_is_found_back(order: str, assumed: str) -> None:
    right = network("gru", layers=2)
    assert_same(reinterpret(misread(right, order, assumed), {"gate_order": order}, assumed), right)


def test_the_blocks_of_a_file_go_where_its_letters_say() -> None:
    """Blocks 0 1 2 3 of a file with i j f o, read as i f g o."""
    assert rows(CELLS["lstm"], "", "i j f o") == [0, 2, 1, 3]
    assert rows(CELLS["lstm"], "i f g o", "o i f g") == [1, 2, 3, 0]
    assert rows(CELLS["gru"], "z r h", "r z h") == [1, 0, 2]


@pytest.mark.parametrize("activation", ["sigmoid", "hard_sigmoid", "hard_sigmoid_keras3", "affine(0.3, 0.5)"])
@pytest.mark.parametrize("reset_after", [True, False])
def test_a_gru_whose_z_weights_the_new_state(reset_after: bool, activation: str) -> None:
    read = network("gru", convention=Convention(reset_after=reset_after, gate_activation=activation))
    found = run(reinterpret(read, {"update_gate_keeps": "new"}), ids=[1, 2, 3, 4])
    plain = run(read, ids=[1])
    assert np.allclose(found["update_gate"][0], 1 - plain["update_gate"][0])
    h = np.zeros(3)
    for t, before in enumerate([h, *found["hidden_state"][:-1]]):
        z = 1 - found["update_gate"][t]
        np.testing.assert_allclose(found["hidden_state"][t], (1 - z) * before + z * found["candidate"][t], atol=1e-12)


def test_there_and_back_again() -> None:
    read = network("gru")
    new = reinterpret(read, {"update_gate_keeps": "new"})
    assert_same(reinterpret(new, {"update_gate_keeps": "old"}), read)
    assert_same(reinterpret(new, {"update_gate_keeps": "new"}), new)


def test_the_order_is_that_of_the_file_whatever_z_keeps() -> None:
    read = network("gru")
    both = reinterpret(read, {"update_gate_keeps": "new", "gate_order": "z,r,n"})
    assert_same(reinterpret(reinterpret(read, {"update_gate_keeps": "new"}), {"gate_order": "z,r,n"}), both)
    assert_same(reinterpret(reinterpret(read, {"gate_order": "z,r,n"}), {"update_gate_keeps": "new"}), both)
    assert np.array_equal(both.array("layer0.forward.U.update_gate"), -read.array("layer0.forward.U.reset_gate"))
    assert np.array_equal(both.array("layer0.forward.b_h.reset_gate"), read.array("layer0.forward.b_h.update_gate"))


def test_matrices_that_stand_the_other_way_round() -> None:
    read = network("lstm", units=3, inputs=3)
    turned = reinterpret(read, {"transposed": "W, U"})
    for key, array in tensors(read).items():
        square = key.endswith((".W", ".U"))
        assert np.array_equal(tensors(turned)[key], array.swapaxes(1, 2) if square else array)
    assert_same(reinterpret(read, {"transposed": "none"}), read)
    assert np.array_equal(reinterpret(read, {"transposed": "U"}).layers[0][0].W, read.layers[0][0].W)


def test_a_layer_that_reads_from_the_end() -> None:
    read = network("rnn")
    turned = run(reinterpret(read, {"direction": "reverse"}), ids=[1, 2, 3])
    assert np.allclose(turned["hidden_state"], run(read, ids=[3, 2, 1])["hidden_state"][::-1])


def test_what_it_takes() -> None:
    assert "gate_order" not in keys(CELLS["rnn"])
    for name, cell in CELLS.items():
        overrides = {"gate_order": orders(cell, "")[-1]} if name != "rnn" else {}
        reinterpret(network(name), {**overrides, "direction": "forward", "transposed": "none", "clip": 3})
    before = network("lstm")
    assert reinterpret(before, {"forget_bias": 1}).layers is before.layers


@pytest.mark.parametrize(
    ("cell", "overrides", "sentence"),
    [
        ("lstm", {"gate_order": "i,f,o"}, "convention gate_order names every gate of the LSTM once, such as i,f,g,o"),
        ("lstm", {"gate_order": "i,f,c,g"}, "every gate of the LSTM once"),
        ("gru", {"gate_order": "z,r,q"}, "every gate of the GRU once, such as r,z,n"),
        ("rnn", {"gate_order": "h"}, "convention gate_order means nothing for the RNN, which has activation"),
        ("lstm", {"transposed": "V"}, "convention transposed is W, U, W,U or none, not 'V'"),
        ("lstm", {"transposed": "W"}, "W of layer 0 has 3 × 2 values a gate"),
        ("lstm", {"direction": "up"}, "convention direction is forward or reverse, not 'up'"),
        ("lstm", {"order": "ifgo"}, "there is no convention 'order'; the LSTM has .*gate_order, transposed, direction"),
        ("gru", {"update_gate_keeps": "new", "gate_activation": "relu"}, "with gates of relu, 1 − z is no gate"),
    ],
)
def test_what_makes_no_sense(cell: str, overrides: dict[str, object], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        reinterpret(network(cell), overrides)


def test_two_directions_have_no_other_one() -> None:
    with pytest.raises(UsageError, match="one direction, and this one has both"):
        reinterpret(network("gru", directions=("forward", "reverse")), {"direction": "reverse"})


def test_vectors_keep_their_type() -> None:
    read = network("gru", inputs=3).astype(np.float32)
    changed = reinterpret(read, {"gate_order": "z,r,n", "update_gate_keeps": "new", "transposed": "W"})
    assert changed.dtype == np.float32
    run(changed, inputs=vectors(changed, 3))
