"""Which part of a checkpoint is taken for the model, and what is said about the rest."""

from __future__ import annotations

from typing import Any

import pytest

from gatescope.formats.pytorch import modules
from gatescope.formats.pytorch.model_choice import model_in
from gatescope.formats.pytorch.modules import MOST_ENTERED
from gatescope.formats.pytorch.objects import Made, Named, TensorView
from tests.formats.pytorch.pickles import storage


def tensor(*shape: int) -> TensorView:
    return TensorView(storage(b"", "float32", 0), 0, shape, (1,) * len(shape), "float32")


def gru(prefix: str = "", units: int = 4) -> dict[str, Any]:
    return {f"{prefix}weight_ih_l0": tensor(3 * units, 2), f"{prefix}weight_hh_l0": tensor(3 * units, units)}


def names(saved: object) -> list[str]:
    return list(model_in(saved).parts.tensors)


GRU = gru()
ADAM = {"state": {0: {"exp_avg": tensor(12, 2), "step": 3}}, "param_groups": [{"lr": 0.1, "params": [0]}]}


@pytest.mark.parametrize("key", ["state_dict", "model", "model_state_dict", "net", "weights", "generator", "anything"])
def test_one_state_dict_is_taken_from_its_wrapper(key: str) -> None:
    saved = {"epoch": 12, "loss": 0.25, key: GRU, "optimizer": ADAM, "done": True}
    assert names(saved) == list(GRU)
    notes = model_in(saved).notes
    assert notes[0] == f"the weights were read from '{key}'"
    assert {"epoch 12", "loss 0.25", "done True"} <= set(notes)
    assert any("'optimizer' holds 1 tensor of its own" in note for note in notes)


@pytest.mark.parametrize(
    ("saved", "expected"),
    [
        (GRU, list(GRU)),
        ({**GRU, "optimizer": ADAM}, list(GRU)),
        ([GRU, ADAM], list(GRU)),
        ({"a": {"b": {"state_dict": GRU}}}, list(GRU)),
        ({"encoder": GRU, "decoder": GRU}, [f"{half}.{name}" for half in ("encoder", "decoder") for name in GRU]),
        ({"encoder": GRU, "adam": ADAM, "decoder": GRU, "ema_decoder": GRU},
         [f"{half}.{name}" for half in ("encoder", "decoder") for name in GRU]),
        ({"state_dict": GRU, "callbacks": {"best": {"best_model_score": tensor()}}}, list(GRU)),
        ({"epoch": tensor(), "model": GRU}, list(GRU)),
        ({"ema": {"module": gru("module.")}, "model": GRU}, list(GRU)),
        ({"ema": {"n_averaged": tensor(), **gru("module.")}, "model": GRU}, list(GRU)),
        ({"best_model": gru("module."), "state_dict": GRU}, list(GRU)),
        ({"model": {"fc.weight": tensor(2, 2)}, "other": {"a": tensor(3)}}, ["fc.weight"]),
        ({"fc.weight": tensor(2, 2), "packed": {"a": tensor(3)}}, ["fc.weight", "packed.a"]),
    ],
)  # fmt: skip
def test_what_is_read(saved: object, expected: list[str]) -> None:
    assert names(saved) == expected


def test_an_average_alone_is_taken_and_one_beside_the_weights_is_named() -> None:
    assert names({"ema": GRU, "optimizer": ADAM}) == list(GRU)
    notes = model_in({"ema": GRU, "model": GRU}).notes
    assert any(note.startswith("'ema' holds the weights of 'model' again") for note in notes)


def test_another_model_beside_is_no_copy() -> None:
    assert len(names({"model": GRU, "ema": gru(units=6)})) == 4


def module(kind: str, parameters: dict[str, Any] | None = None, **attributes: Any) -> Made:
    parts = attributes.pop("parts", {})
    state = {"_parameters": parameters or {}, "_buffers": {}, "_modules": parts, "training": True, **attributes}
    return Made(Named("torch.nn.modules.rnn", kind), (), state)


def test_a_module_is_named_as_its_state_dict_would_be() -> None:
    rnn = module("RNN", {**GRU, "bias": None}, mode="RNN_RELU", num_layers=1, _flat_weights=list(GRU.values()))
    root = module("Net", {"scale": tensor(1)}, parts={"rnn": rnn, "none": None})
    root.state["_buffers"] = {"kept": tensor(2), "passing": tensor(3)}  # type: ignore[index]
    root.state["_non_persistent_buffers_set"] = ["passing"]  # type: ignore[index]
    for saved in (root, {"net": root}, {"model": root, "optimizer": ADAM}):
        assert names(saved) == ["scale", "kept", "rnn.weight_ih_l0", "rnn.weight_hh_l0"]
    hints = model_in(root).parts.hints
    assert hints["rnn"] == {"class": "RNN", "nonlinearity": "relu", "num_layers": 1}
    assert hints[""]["class"] == "Net"


def test_what_holds_itself_ends() -> None:
    saved: dict[str, Any] = {"model": GRU}
    saved["self"] = saved
    saved["list"] = [saved, [saved]]
    assert names(saved) == list(GRU)


def test_depth_and_length_of_names_are_bounded() -> None:
    deep: Any = GRU
    for _ in range(5000):
        deep = {"a": deep}
    assert names(deep) == []
    assert names({"model": {"x" * 1000: tensor(1), "fc": tensor(1)}}) == ["fc"]


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often containers are looked through: the ids of all."""
    found: list[int] = []
    holds = modules._holds

    def counted(value: object, known: dict[int, bool], level: int) -> bool:
        found.append(id(value))
        return holds(value, known, level)

    monkeypatch.setattr(modules, "_holds", counted)
    return found


@pytest.mark.slow
def test_lists_that_hold_each_other_over_and_over_are_soon_given_up(looked: list[int]) -> None:
    twice: Any = [GRU]
    for _ in range(50):
        twice = [twice, twice]
    assert MOST_ENTERED < model_in(twice).parts.entered < 1.1 * MOST_ENTERED
    assert MOST_ENTERED < model_in({"model": [twice] * 1000}).parts.entered < 1.1 * MOST_ENTERED
    assert len(looked) < 200


@pytest.mark.slow
def test_what_holds_no_tensor_is_passed_by_however_much_it_is(looked: list[int]) -> None:
    pairs: Any = [("a", ("b", k)) for k in range(200_000)]
    saved = {"model": GRU, "pairs": pairs, "again": [pairs] * 1000}
    assert names(saved) == list(GRU)
    # Each list and each tuple once, though one is met a thousand times.
    assert len(looked) == len(set(looked)) <= 2 * len(pairs) + 4
    assert model_in(saved).parts.entered == 1
