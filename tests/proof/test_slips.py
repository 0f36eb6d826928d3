"""Whatever was read wrong, one thing or two, is named; what was read right is never told otherwise."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from gatescope.engine.network import Network
from gatescope.formats.conventions.choices import as_read, choices, differing
from gatescope.formats.conventions.override import READOUT, reinterpret
from gatescope.proof.slips import slips
from gatescope.proof.subject import Subject
from tests.engine.networks import random_network
from tests.proof.references import proven, reference

pytestmark = pytest.mark.slow

KINDS = {"rnn": "rnn-tanh", "gru": "gru-after", "lstm": "lstm"}


def network(cell: str, **options: object) -> Network:
    """Square, so that every slip is possible; float32, as files are."""
    return random_network(KINDS[cell], units=5, inputs=5, dtype=np.float32, seed=4, **options)  # type: ignore[arg-type]


def single_slips(cell: str) -> list[dict[str, str]]:
    read = network(cell)
    own = as_read(read)
    # States tell nothing about read-outs.
    told = {key: values for key, values in choices(read).items() if key != READOUT}
    return [{key: value} for key, values in told.items() for value in values if value != own[key]]


SINGLE = [(cell, slip) for cell in KINDS for slip in single_slips(cell)]
# Every two keys with the values that people really mix up.
PLAIN = {
    "rnn": {"activation": "relu", "transposed": "U", "direction": "reverse"},
    "gru": {
        "gate_order": "z,r,n", "reset_after": "false", "update_gate_keeps": "new", "gate_activation": "hard_sigmoid",
        "candidate_activation": "relu", "transposed": "W,U",
    },
    "lstm": {
        "gate_order": "i,f,o,g", "forget_bias": "1.0", "output_activation": "linear", "transposed": "U",
        "gate_activation": "hard_sigmoid_keras3", "candidate_activation": "softsign",
    },
}  # fmt: skip
DOUBLE = [(cell, dict(pair)) for cell, options in PLAIN.items() for pair in combinations(options.items(), 2)]


def named(slip: dict[str, str]) -> str:
    return " ".join(f"{key}={value}" for key, value in slip.items())


@pytest.mark.parametrize(("cell", "slip"), SINGLE, ids=[f"{c} {named(s)}" for c, s in SINGLE])
def test_one_slip_of_the_file_is_named(cell: str, slip: dict[str, str]) -> None:
    read = network(cell)
    proof = proven(read, reference(reinterpret(read, slip)))
    assert not proof.fits
    assert proof.better is not None
    assert proof.better.overrides == slip
    assert proof.better.text == f"--convention {named(slip)}"
    assert proof.better.delta < 1e-5
    assert not proof.alike


@pytest.mark.parametrize(("cell", "slip"), SINGLE, ids=[f"{c} {named(s)}" for c, s in SINGLE])
def test_one_that_a_person_forces_is_taken_back(cell: str, slip: dict[str, str]) -> None:
    read = network(cell)
    proof = proven(read, reference(read), slip)
    assert not proof.fits
    assert proof.better is not None
    assert proof.better.overrides == {}
    assert "as the file has it, without --convention" in proof.verdict


@pytest.mark.parametrize(("cell", "slip"), DOUBLE, ids=[f"{c} {named(s)}" for c, s in DOUBLE])
def test_two_slips_of_the_file_are_named(cell: str, slip: dict[str, str]) -> None:
    read = network(cell)
    proof = proven(read, reference(reinterpret(read, slip)))
    assert proof.better is not None
    assert proof.better.overrides == differing(read, slip)


@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_what_is_forced_beside_what_is_missed(cell: str) -> None:
    """The file needs one thing, the person said another."""
    read = network(cell)
    order = "z,r,n" if cell == "gru" else "i,f,o,g"
    proof = proven(read, reference(reinterpret(read, {"gate_order": order})), {"gate_activation": "hard_sigmoid"})
    assert proof.better is not None
    assert proof.better.overrides == {"gate_order": order}


@pytest.mark.parametrize(("file_order", "right"), [("z r h", "r,z,h"), ("z r h", "h,z,r")])
def test_the_letters_are_those_of_the_file(file_order: str, right: str) -> None:
    read = network("gru")
    proof = proven(read, reference(reinterpret(read, {"gate_order": right}, file_order)), gate_order=file_order)
    assert proof.better is not None
    assert proof.better.overrides == {"gate_order": right}


@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("directions", [("forward",), ("reverse",), ("forward", "reverse")])
@pytest.mark.parametrize("cell", KINDS)
def test_what_fits_is_not_told_otherwise(cell: str, directions: tuple, layers: int) -> None:
    read = network(cell, directions=directions, layers=layers)
    for overrides in ({}, {"transposed": "U"}):
        proof = proven(read, reference(reinterpret(read, overrides)), overrides)
        assert proof.fits
        assert proof.better is None
        assert not proof.alike
        assert len(proof.rows) == layers * len(directions)
        assert " fits " in proof.verdict


@pytest.mark.parametrize("cell", KINDS)
def test_what_fits_nothing_is_said_to(cell: str) -> None:
    read = network(cell)
    arrays = reference(read)
    arrays["h_L0"] = np.random.default_rng(0).uniform(-0.5, 0.5, arrays["h_L0"].shape).astype(np.float32)
    proof = proven(read, arrays)
    assert not proof.fits
    assert proof.better is None
    assert proof.tried > (50 if cell == "rnn" else 300)
    assert "nothing that was tried does" in proof.verdict
    assert str(proof.tried) in proof.verdict


def test_weights_of_another_model_fit_nothing() -> None:
    other = random_network("lstm", units=5, inputs=5, dtype=np.float32, seed=5)
    proof = proven(network("lstm"), reference(other))
    assert not proof.fits
    assert proof.better is None


@pytest.mark.slow
@pytest.mark.parametrize("directions", [("forward", "reverse"), ("reverse",)])
@pytest.mark.parametrize("slip", [{"gate_order": "i,f,o,g"}, {"gate_activation": "hard_sigmoid", "forget_bias": "1.0"}])
def test_stacks_of_every_direction(slip: dict[str, str], directions: tuple) -> None:
    read = network("lstm", directions=directions, layers=2)
    arrays = reference(reinterpret(read, slip))
    for known in (arrays, {"x": arrays["x"], "out": arrays["h_L1"]}):
        proof = proven(read, known)
        assert proof.better is not None
        assert proof.better.overrides == slip


def test_what_a_reference_cannot_tell_is_said() -> None:
    """Gates that all have the same weights can stand in any order."""
    read = network("lstm")
    (p,) = read.layers[0]
    p.W[:], p.U[:], p.b_x[:], p.b_h[:] = p.W[0], p.U[0], p.b_x[0], p.b_h[0]
    proof = proven(read, reference(read))
    assert proof.fits
    assert {"gate_order": "i,f,o,g"} in [other.overrides for other in proof.alike]
    assert all(set(other.overrides) == {"gate_order"} for other in proof.alike)


def test_the_likeliest_slips_come_first() -> None:
    subject = Subject("rnn", ("rnn",), network("gru"))
    singles = slips(subject, {}, 1)
    assert len(singles) == len(SINGLE) - sum(cell != "gru" for cell, _ in SINGLE)
    values = [one["gate_activation"] for one in singles if "gate_activation" in one]
    assert values[:2] == ["hard_sigmoid", "hard_sigmoid_keras3"]
    assert slips(subject, {}, 0) == []
    assert slips(subject, {"reset_after": "false"}, 0) == [{}]
    assert slips(subject, {"reset_after": "yes", "gate_order": "rzn"}, 0) == []
    pairs = slips(subject, {}, 2)
    assert {len(one) for one in pairs} == {2}
    assert pairs.index({"gate_order": "z,r,n", "reset_after": "false"}) < 60
