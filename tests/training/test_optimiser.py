"""Losses and optimisers against finite differences, PyTorch and literals."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gatescope.training.losses import LOSSES
from gatescope.training.optimisers import OPTIMISERS
from gatescope.training.schedules import SCHEDULES

START = {"w": np.array([[1.0, -2.0], [0.5, 3.0]]), "b": np.array([0.1, -0.2])}

# torch 2.13, torch.optim.Adam(lr=0.05), after the ten gradients below.
ADAM_W = [0.8712585554371692, -1.8712585518446079, 0.3712739451183429, 2.871258550381923]
ADAM_B = [0.1, -0.38272864375967675]


def gradient(step: int) -> dict[str, np.ndarray]:
    return {
        "w": np.array([[0.3, -1.0], [1e-4, 20.0]]) * math.cos(step),
        "b": np.array([0.0, 0.7]) * math.sin(step + 1),
    }


def after(steps: int, name: str = "adam") -> dict[str, np.ndarray]:
    optimiser, values = OPTIMISERS[name](), dict(START)
    for step in range(steps):
        values = optimiser.step(values, gradient(step), 0.05)
    return values


def test_adam_gives_what_torch_gave() -> None:
    assert after(10)["w"].ravel() == pytest.approx(ADAM_W, rel=1e-9)
    assert after(10)["b"] == pytest.approx(ADAM_B, rel=1e-9)


@pytest.mark.parametrize(
    ("name", "theirs", "about"),
    [("adam", "Adam", {}), ("sgd", "SGD", {}), ("momentum", "SGD", {"momentum": 0.9}), ("rmsprop", "RMSprop", {})],
)
def test_an_optimiser_equals_that_of_torch(name: str, theirs: str, about: dict[str, float]) -> None:
    torch = pytest.importorskip("torch", reason="torch is the oracle of this test")
    parameters = [torch.tensor(START[key], requires_grad=True) for key in ("w", "b")]
    optimiser = getattr(torch.optim, theirs)(parameters, lr=0.05, **about)
    for step in range(50):
        for parameter, key in zip(parameters, ("w", "b"), strict=True):
            parameter.grad = torch.tensor(gradient(step)[key])
        optimiser.step()
    ours = after(50, name)
    for parameter, key in zip(parameters, ("w", "b"), strict=True):
        np.testing.assert_allclose(ours[key], parameter.detach().numpy(), rtol=1e-9)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_an_optimiser_writes_no_array_it_was_given(name: str) -> None:
    kept = {key: value.copy() for key, value in START.items()}
    after(3, name)
    assert all(np.array_equal(START[key], kept[key]) for key in kept)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_an_optimiser_goes_on_from_its_state(name: str) -> None:
    first, second = OPTIMISERS[name](), OPTIMISERS[name]()
    values = first.step(START, gradient(0), 0.05)
    second.restore(first.steps, first.state())
    ours, theirs = (optimiser.step(values, gradient(1), 0.05) for optimiser in (first, second))
    assert all(np.array_equal(ours[key], theirs[key]) for key in ours)


@pytest.mark.parametrize(("name", "half", "end"), [
    ("constant", 1.0, 1.0), ("linear", 0.5, 0.0), ("cosine", 0.5, 0.0), ("exponential", 0.1, 0.01),
])  # fmt: skip
def test_a_schedule_begins_at_one(name: str, half: float, end: float) -> None:
    assert [SCHEDULES[name](share) for share in (0, 0.5, 1)] == pytest.approx([1.0, half, end])


@pytest.mark.parametrize(("kind", "columns"), [("logistic", 1), ("softmax", 4), ("linear", 3)])
def test_a_loss_derivative_is_its_slope(kind: str, columns: int) -> None:
    rng = np.random.default_rng(3)
    logits = rng.normal(size=(5, columns)) * 3
    targets = rng.normal(size=(5, columns)) if kind == "linear" else rng.integers(0, max(columns, 2), 5)
    weights = rng.random(5)
    _, derivative = LOSSES[kind](logits, targets, weights)
    for index in np.ndindex(*logits.shape):
        step = np.zeros_like(logits)
        step[index] = 1e-6
        up, down = (LOSSES[kind](logits + sign * step, targets, weights)[0] for sign in (1, -1))
        assert derivative[index] == pytest.approx((up - down) / 2e-6, rel=1e-6, abs=1e-9)


def test_losses_of_known_value() -> None:
    ones = np.ones(1)
    assert LOSSES["logistic"](np.zeros((1, 1)), np.array([1]), ones)[0] == pytest.approx(math.log(2))
    assert LOSSES["linear"](np.array([[1.0, 2.0]]), np.array([[1.0, 5.0]]), ones)[0] == pytest.approx(4.5)
    assert LOSSES["softmax"](np.zeros((1, 5)), np.array([2]), ones)[0] == pytest.approx(math.log(5))
    assert LOSSES["logistic"](np.array([[2.0]]), np.array([1]), ones)[0] == pytest.approx(math.log1p(math.exp(-2)))


@pytest.mark.parametrize(("kind", "columns"), [("logistic", 1), ("softmax", 2)])
def test_huge_logits_stay_finite(kind: str, columns: int) -> None:
    logits = np.full((2, columns), [[1e5], [-1e5]])
    logits[:, 1:] = 0
    loss, derivative = LOSSES[kind](logits, np.array([0, 0]), np.ones(2))
    assert math.isfinite(loss)
    assert np.isfinite(derivative).all()
