"""What the controls make of arrays: exact, new, and undone by their opposite."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gatescope.errors import UsageError
from gatescope.views.weights import edits
from gatescope.words import spoken_in
from tests.views.helpers_controls import make_model

NETWORK = make_model("lstm", units=5).network
U = "layer0.forward.U.forget_gate"
B = "layer0.forward.b_x.forget_gate"


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.5", 0.5), (" −1,5 ", -1.5), ("1e30", 1e30), ("inf", math.inf), ("-∞", -math.inf), ("+2", 2.0), (".25", 0.25)],
)
def test_numbers_as_people_type_them(text: str, value: float) -> None:
    assert edits.parse_number(text) == value


def test_not_a_number_is_a_number_one_can_type() -> None:
    assert math.isnan(edits.parse_number("NaN"))


@pytest.mark.parametrize("text", ["", "abc", "1_000", "0x10", "1 2", "--1", "1.2.3"])
def test_anything_else_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="is no number: type one such as"):
        edits.parse_number(text)


@pytest.mark.parametrize(("language", "sign"), [("en", "."), ("de", ",")])
def test_the_shown_text_reads_back_as_the_same_number(language: str, sign: str) -> None:
    with spoken_in(language):
        assert edits.exact(np.float32(-0.5)) == f"-0{sign}5"
        for value in NETWORK.array(U).ravel():
            assert np.float32(edits.parse_number(edits.exact(value))) == value


def test_a_cell_changes_alone_and_in_a_copy() -> None:
    old = NETWORK.array(U)
    before = old.copy()
    new = edits.with_cell(old, 2, 3, 7.0)
    assert np.array_equal(old, before)
    assert new[2, 3] == 7.0
    assert np.sum(new != old) == 1
    assert edits.with_cell(NETWORK.array(B), 0, 4, -1.0)[4] == -1.0
    assert np.isinf(edits.with_cell(old, 0, 0, 1e300)[0, 0])


def test_an_offset_moves_every_unit_alike() -> None:
    trained = NETWORK.array(B)
    moved = edits.with_offset(trained, trained, 1.5)
    assert edits.offset(moved, trained) == pytest.approx(1.5, abs=1e-6)
    np.testing.assert_allclose(moved - trained, 1.5, atol=1e-6)
    np.testing.assert_allclose(edits.with_offset(moved, trained, 0.0), trained, atol=1e-6)


def test_knobs_survive_values_that_are_no_numbers() -> None:
    assert edits.offset(np.full(5, np.inf, np.float32), NETWORK.array(B)) == 0.0


@pytest.mark.parametrize(
    ("key", "bias"), [(U, B), ("layer0.forward.b_h.candidate", "layer0.forward.b_x.candidate"),
                      ("readout.sentiment.weight", "readout.sentiment.bias"), ("embedding", None)],
)  # fmt: skip
def test_the_bias_of_an_array(key: str, bias: str | None) -> None:
    assert edits.bias_key(key) == bias


@pytest.mark.parametrize("value", [0.25, math.nan, math.inf, -0.0])
def test_a_cell_that_holds_the_value_already_is_no_change(value: float) -> None:
    array = edits.with_cell(NETWORK.array(U), 1, 1, value)
    assert edits.with_cell(array, 1, 1, value) is array
    assert edits.with_cell(array, 1, 1, 1.0) is not array
    zero = edits.with_cell(array, 1, 1, 0.0)
    assert np.signbit(edits.with_cell(zero, 1, 1, -0.0)[1, 1])


def test_a_gate_has_four_arrays() -> None:
    assert edits.gate_keys(NETWORK, U) == tuple(f"layer0.forward.{m}.forget_gate" for m in ("W", "U", "b_x", "b_h"))
    assert edits.gate_keys(NETWORK, "readout.sentiment.bias") == ("readout.sentiment.weight", "readout.sentiment.bias")
    assert edits.gate_keys(NETWORK, "embedding") == ("embedding",)


def test_changed_arrays_are_found_and_given_back() -> None:
    assert edits.changed_keys(NETWORK, NETWORK) == ()
    changed = NETWORK.with_array(U, edits.with_cell(NETWORK.array(U), 0, 0, math.nan))
    assert edits.changed_keys(changed, NETWORK) == (U,)
    assert edits.changed_keys(changed, changed.with_array(U, changed.array(U))) == ()
    given_back = edits.trained_arrays(changed, NETWORK, NETWORK.keys())
    assert list(given_back) == [U]
    assert edits.changed_keys(changed.with_array(U, given_back[U]), NETWORK) == ()
