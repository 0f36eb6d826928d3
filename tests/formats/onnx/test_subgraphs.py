"""Recurrent nodes inside branches, loops and functions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine.network import Array
from gatescope.errors import FormatError
from tests.formats.onnx.models import info, model, node, opened, weights

onnx = pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the models")

X = info("x", ("T", 1, 3))


def graph(nodes: list[Any], outputs: list[str], tensors: dict[str, Array] | None = None, inputs: Any = ()) -> Any:
    """A subgraph."""
    initialisers = [onnx.numpy_helper.from_array(value, name) for name, value in (tensors or {}).items()]
    return onnx.helper.make_graph(nodes, "body", list(inputs), [info(name, None) for name in outputs], initialisers)


def gru(name: str = "gru", weight: str = "W", out: str = "y") -> Any:
    return node("GRU", f"x {weight} R B", out, hidden_size=4, name=name)


def test_both_branches_are_found_with_weights_of_the_same_names(tmp_path: Path) -> None:
    """As in Silero VAD: one network a sampling rate."""
    first, second = weights("GRU", 3, 4, seed=1), weights("GRU", 3, 4, seed=2)
    choose = node("If", "rate", "z", name="pick", then_branch=graph([gru()], ["y"], first),
                  else_branch=graph([gru()], ["y"], second))  # fmt: skip
    file = opened(tmp_path, model([choose], [X, info("rate", (), np.bool_)], ["z"]))
    assert [stack.name for stack in file.stacks] == ["gru", "pick.else_branch/gru"]
    for stack, wanted in zip(file.stacks, (first, second), strict=True):
        np.testing.assert_array_equal(stack.layers[0].parameters[0].b_x[1], wanted["B"][0, :4])
    assert file.stacks[1].layers[0].tensors == tuple(f"pick.else_branch/{name}" for name in "WRB")


def test_a_branch_takes_weights_from_around_it(tmp_path: Path) -> None:
    choose = node("If", "rate", "z", then_branch=graph([gru()], ["y"]), else_branch=graph([gru("other")], ["y"]))
    w = weights("GRU", 3, 4)
    file = opened(tmp_path, model([choose], [X, info("rate", (), np.bool_)], ["z"], w))
    assert [stack.layers[0].tensors for stack in file.stacks] == [("W", "R", "B")] * 2


@pytest.mark.parametrize("taken", [True, False])
def test_weights_come_out_of_the_branch_that_a_constant_condition_takes(taken: bool, tmp_path: Path) -> None:
    w = weights("GRU", 3, 4)
    branches = {
        "then_branch": graph([node("Identity", "W", "w1")], ["w1"]),
        "else_branch": graph([node("Neg", "W", "w2")], ["w2"]),
    }
    nodes = [node("If", "taken", "Wz", **branches), gru(weight="Wz")]
    file = opened(tmp_path, model(nodes, [X], ["y"], w | {"taken": np.array(taken)}))
    found = file.stacks[0].layers[0].parameters[0].W[1]
    np.testing.assert_array_equal(found, (1 if taken else -1) * w["W"][0, :4])


def test_weights_that_depend_on_a_condition_are_refused(tmp_path: Path) -> None:
    branch = graph([node("Identity", "W", "w1")], ["w1"])
    nodes = [node("If", "rate", "Wz", name="pick", then_branch=branch, else_branch=branch), gru(weight="Wz")]
    proto = model(nodes, [X, info("rate", (), np.bool_)], ["y"], weights("GRU", 3, 4))
    with pytest.raises(FormatError, match=r"W \('Wz'\) depends on a condition, If \('pick'\)"):
        opened(tmp_path, proto)


@pytest.mark.parametrize("changed", [False, True])
def test_weights_that_a_loop_hands_on(changed: bool, tmp_path: Path) -> None:
    """A state that stays the same is a constant; one that the body changes is none."""
    body = graph(
        [gru(weight="w"), node("Neg" if changed else "Identity", "w", "w_next"), node("Identity", "more", "go")],
        ["go", "w_next", "y"],
        inputs=[info("i", (), np.int64), info("more", (), np.bool_), info("w", None)],
    )
    loop = node("Loop", "times - W", "w_last ys", body=body, name="steps")
    w = weights("GRU", 3, 4) | {"times": np.array(3)}
    proto = model([loop], [X], ["ys"], w)
    if not changed:
        assert opened(tmp_path, proto).stacks[0].layers[0].tensors == ("W", "R", "B")
        return
    with pytest.raises(FormatError, match=r"W \('w'\) changes from step to step of a loop"):
        opened(tmp_path, proto)


def test_functions_are_unfolded_with_the_attributes_of_each_call(tmp_path: Path) -> None:
    inner = onnx.helper.make_node("GRU", ["a", "w", "r", "b"], ["o"], hidden_size=4)
    reference = onnx.AttributeProto(name="direction", ref_attr_name="way", type=onnx.AttributeProto.STRING)
    inner.attribute.append(reference)
    opsets = [onnx.helper.make_opsetid("", 17)]
    function = onnx.helper.make_function("mine", "Layer", list("awrb"), ["o"], [inner], opsets, ["way"])
    calls = [
        node("Layer", "x W R B", "p", domain="mine", name="one", way="reverse"),
        node("Layer", "x W2 R2 B2", "q", domain="mine", name="two", way="forward"),
    ]
    w = weights("GRU", 3, 4) | weights("GRU", 3, 4, seed=2, tag="2")
    proto = model(calls, [X], ["p", "q"], w, functions=[function])
    stacks = opened(tmp_path, proto).stacks
    assert [stack.network.directions for stack in stacks] == [("reverse",), ("forward",)]
    assert [stack.layers[0].tensors for stack in stacks] == [("W", "R", "B"), ("W2", "R2", "B2")]


def test_functions_that_call_each_other_for_ever_end_in_a_sentence(tmp_path: Path) -> None:
    opsets = [onnx.helper.make_opsetid("", 17), onnx.helper.make_opsetid("mine", 1)]
    calls = [node("F", "a", f"o{k}", domain="mine") for k in range(2)]
    function = onnx.helper.make_function("mine", "F", ["a"], ["o1"], calls, opsets)
    proto = model([node("F", "x", "y", domain="mine")], [X], ["y"], functions=[function])
    with pytest.raises(FormatError, match="nested deeper"):
        opened(tmp_path, proto)


@pytest.mark.slow
def test_functions_that_double_with_every_level_end_in_a_sentence(tmp_path: Path) -> None:
    functions = []
    for level in range(22):
        opsets = [onnx.helper.make_opsetid("", 17), onnx.helper.make_opsetid("mine", 1)]
        calls = [node(f"F{level + 1}", "a", f"o{k}", domain="mine") for k in range(2)] if level < 21 else []
        functions.append(onnx.helper.make_function("mine", f"F{level}", ["a"], ["a"], calls, opsets))
    proto = model([node("F0", "x", "y", domain="mine")], [X], ["y"], functions=functions)
    with pytest.raises(FormatError, match="unfolds to more than 50000 operators"):
        opened(tmp_path, proto)


def test_a_value_with_two_origins_is_damage(tmp_path: Path) -> None:
    proto = model([gru(), gru()], [X], ["y"], weights("GRU", 3, 4))
    with pytest.raises(FormatError, match="the value 'y' has two origins"):
        opened(tmp_path, proto)
