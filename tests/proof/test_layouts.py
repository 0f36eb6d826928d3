"""One run in every shape that people keep it in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine import executors
from gatescope.engine.cells import Convention
from gatescope.engine.network import Array, Network
from gatescope.engine.run import run
from gatescope.errors import FormatError
from tests.engine.networks import random_network, vectors
from tests.proof.references import proven, reference

T, B = 9, 3


def network(**options: object) -> Network:
    return random_network("lstm", units=4, inputs=5, dtype=np.float32, seed=2, **options)  # type: ignore[arg-type]


def runs(read: Network, signal: str = "hidden_state") -> tuple[Array, Array]:
    """x (B, T, I) and the last layer's states (B, T, D, F)."""
    layer = len(read.layers) - 1
    x = np.stack([vectors(read, T, seed) for seed in range(B)])
    traces = [run(read, inputs=one, executor=executors.reference) for one in x]
    sides = [[trace[f"layer{layer}.{d}.{signal}"] for d in read.directions] for trace in traces]
    return x, np.array(sides).transpose(0, 2, 1, 3)


SHAPES = {
    "time first": lambda x, h: {"x": x.swapaxes(0, 1), "out": h.swapaxes(0, 1).reshape(T, B, -1)},
    "batch first": lambda x, h: {"x": x, "out": h.reshape(B, T, -1)},
    "one sequence": lambda x, h: {"x": x[0], "h": h[0].reshape(T, -1)},
    "a batch of one": lambda x, h: {"x": x[:1], "h": h[0].reshape(T, -1)},
    "a batch of one, time first": lambda x, h: {"x": x[:1].swapaxes(0, 1), "h": h[:1].reshape(1, T, -1)},
    "directions apart": lambda x, h: {"x": x[0], "y": h[0]},
    "directions apart, time first": lambda x, h: {"x": x.swapaxes(0, 1), "y": h.transpose(1, 0, 2, 3)},
    "as ONNX has Y": lambda x, h: {"x": x.swapaxes(0, 1), "y": h.transpose(1, 2, 0, 3)},
    "without names": lambda x, h: {"a": x, "b": h.reshape(B, T, -1)},
}


@pytest.mark.parametrize("directions", [("forward",), ("forward", "reverse")])
@pytest.mark.parametrize("shape", SHAPES)
def test_states_of_every_token(shape: str, directions: tuple) -> None:
    read = network(directions=directions)
    arrays = SHAPES[shape](*runs(read))
    proof = proven(read, arrays)
    assert proof.fits
    assert [row.direction for row in proof.rows] == list(directions)
    wrong = proven(read, arrays, {"gate_order": "i,f,o,g"})
    assert wrong.better is not None
    assert wrong.better.overrides == {}


@pytest.mark.parametrize("directions", [("forward",), ("reverse",), ("forward", "reverse")])
def test_states_after_the_last_token(directions: tuple) -> None:
    read = network(directions=directions)
    x, h = runs(read)
    last = np.stack([h[:, 0 if d == "reverse" else -1, k] for k, d in enumerate(directions)], axis=1)
    for arrays in (
        {"x": x, "rnn_out": last.reshape(B, -1)},
        {"x": x, "hn": last.swapaxes(0, 1)},
        {"x": x, "h_n": last},
        {"x": x[0], "hn": last[0]},
    ):
        proof = proven(read, arrays)
        assert proof.fits
        assert len(proof.rows) == len(directions)
        wrong = proven(read, arrays, {"forget_bias": 1})
        assert wrong.better is not None
        assert wrong.better.overrides == {}


@pytest.mark.parametrize("merge", ["sum", "mul", "ave"])
def test_directions_that_are_merged(merge: str) -> None:
    read = network(directions=("forward", "reverse"))
    x, h = runs(read)
    joined = {"sum": h.sum(axis=2), "mul": h.prod(axis=2), "ave": h.mean(axis=2)}[merge]
    assert proven(read, {"x": x, "out": joined}, merge=merge).fits
    with pytest.raises(FormatError):
        proven(read, {"x": x, "out": joined})


def test_what_the_layer_reads_backwards_in_the_order_that_it_read() -> None:
    read = network(directions=("reverse",))
    x, h = runs(read)
    for states in (h[0, :, 0], h[0, ::-1, 0]):
        assert proven(read, {"x": x[0], "h": states}).fits


@pytest.mark.slow
def test_initial_states() -> None:
    read = network(layers=2, directions=("forward", "reverse"))
    rng = np.random.default_rng(0)
    h0, c0 = (rng.normal(size=(4, 1, 4)).astype(np.float32) for _ in "hc")
    initial = {
        f"layer{k}.{d}.{state}": values[2 * k + s, 0]
        for k in range(2)
        for s, d in enumerate(read.directions)
        for state, values in (("hidden_state", h0), ("cell_state", c0))
    }
    x = vectors(read, T)
    trace = run(read, inputs=x, initial=initial, executor=executors.reference)
    arrays = {"x": x, "out": trace.hidden, "h0": h0, "c0": c0}
    assert proven(read, arrays).fits
    assert not proven(read, {**arrays, "h0": h0 * 0}).fits
    slipped = run(replace(read, convention=Convention(forget_bias=1.0)), inputs=x, initial=initial)
    proof = proven(read, {**arrays, "out": slipped.hidden})
    assert proof.better is not None
    assert proof.better.overrides == {"forget_bias": "1.0"}


def test_masked_tokens_are_skipped() -> None:
    read = replace(network(), embedding=np.random.default_rng(3).normal(size=(6, 5)).astype(np.float32))
    ids = np.array([0, 2, 0, 5, 1, 0])
    kept = run(read, ids=ids[ids > 0], executor=executors.reference)
    arrays = {"ids": ids[None], "out": kept["hidden_state"][-1:]}
    assert proven(read, arrays, masked_id=0).fits
    assert not proven(read, arrays).fits


def test_ids_and_vectors_prove_the_embedding_too() -> None:
    read = replace(network(), embedding=np.random.default_rng(3).normal(size=(6, 5)).astype(np.float32))
    assert read.embedding is not None
    ids = np.array([1, 2, 5])
    trace = run(read, ids=ids, executor=executors.reference)
    arrays = {"ids": ids, "x": read.embedding[ids], "h": trace["hidden_state"]}
    rows = proven(read, arrays).rows
    assert [row.signal for row in rows] == ["embedding", "hidden_state"]
    assert rows[0].delta == 0


def test_the_inputs_of_the_same_name_are_taken() -> None:
    """Two cells of one shape in one file: names tell them apart even where the wrong one would fit."""
    first, second = (random_network("gru-after", units=5, inputs=5, dtype=np.float32, seed=s) for s in (1, 2))
    arrays = {
        f"{name}_{key}": values
        for name, read in (("enc", first), ("dec", second))
        for key, values in zip(("x", "h"), reference(read).values(), strict=True)
    }
    for name, read in (("enc", first), ("dec", second)):
        proof = proven(read, arrays, name=name)
        assert {row.array for row in proof.rows} == {f"{name}_h"}
        assert proof.fits
    assert not proven(first, arrays, name="dec").fits
    assert {row.array for row in proven(second, arrays, name="gru").rows} == {"dec_h"}


def test_gates_and_their_polarity() -> None:
    read = random_network("gru-after", units=5, inputs=5, dtype=np.float32, seed=1)
    arrays = reference(read)
    z = run(read, inputs=arrays["x"], executor=executors.reference)["update_gate"]
    for values, notes in ((z, 0), (1 - z, 1)):
        proof = proven(read, {**arrays, "gate_L0_z": values})
        assert proof.fits
        assert len(proof.rows) == 2
        assert len(proof.notes) == notes


def test_float64_is_met_more_closely() -> None:
    read = random_network("gru-after", units=5, inputs=5, dtype=np.float32, seed=1)
    arrays = reference(read)
    off = {"x": arrays["x"], "h": arrays["h_L0"].astype(np.float64) + 5e-5}
    assert not proven(read, off).fits
    assert proven(read, {**off, "h": off["h"].astype(np.float32)}).fits


def test_what_is_no_number_does_not_fit() -> None:
    read = network()
    arrays = reference(read)
    arrays["h_L0"][4, 1] = np.nan
    proof = proven(read, arrays)
    assert not proof.fits
    assert proof.better is None
    assert proof.delta == np.inf
    assert proof.rows[0].token == 4


@pytest.mark.parametrize("value", [np.inf, 1e300])
def test_inputs_beyond_all_range_fit_nothing(value: float) -> None:
    read = network()
    arrays = reference(read)
    proof = proven(read, {**arrays, "x": np.full(arrays["x"].shape, value)})
    assert not proof.fits
    assert proof.better is None


def test_a_long_reference_is_cut_and_that_is_said() -> None:
    read = network()
    proof = proven(read, reference(read, 9000))
    assert proof.fits
    assert proof.notes == ("of x, 1 of 1 sequences and 8000 of 9000 tokens were compared",)


@pytest.mark.parametrize("arrays", [{}, {"x": np.ones((3, 9)), "h": np.ones((3, 4))}, {"h": np.ones((3, 4))}])
def test_a_reference_of_something_else(arrays: dict) -> None:
    with pytest.raises(FormatError, match=r"has no inputs \(T, 5\) with hidden states \(T, 4\) of rnn beside them"):
        proven(network(), arrays)
