"""Losses and Adam against finite differences, PyTorch and literals."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gatescope.training.adam import Adam
from gatescope.training.losses import LOSSES

START = {"w": np.array([[1.0, -2.0], [0.5, 3.0]]), "b": np.array([0.1, -0.2])}

# torch 2.13, torch.optim.Adam(lr=0.05), after the ten gradients below.
ADAM_W = [0.8712585554371692, -1.8712585518446079, 0.3712739451183429, 2.871258550381923]
ADAM_B = [0.1, -0.38272864375967675]


def gradient(step: int) -> dict[str, np.ndarray]:
    return {
        "w": np.array([[0.3, -1.0], [1e-4, 20.0]]) * math.cos(step),
        "b": np.array([0.0, 0.7]) * math.sin(step + 1),
    }


def after(steps: int) -> dict[str, np.ndarray]:
    adam, values = Adam(learning_rate=0.05), dict(START)
    for step in range(steps):
        values = adam.step(values, gradient(step))
    return values


def test_adam_gives_what_torch_gave() -> None:
    assert after(10)["w"].ravel() == pytest.approx(ADAM_W, rel=1e-9)
    assert after(10)["b"] == pytest.approx(ADAM_B, rel=1e-9)


def test_adam_equals_torch() -> None:
    torch = pytest.importorskip("torch", reason="torch is the oracle of this test")
    parameters = [torch.tensor(START[name], requires_grad=True) for name in ("w", "b")]
    optimiser = torch.optim.Adam(parameters, lr=0.05)
    for step in range(50):
        for parameter, name in zip(parameters, ("w", "b"), strict=True):
            parameter.grad = torch.tensor(gradient(step)[name])
        optimiser.step()
    ours = after(50)
    for parameter, name in zip(parameters, ("w", "b"), strict=True):
        np.testing.assert_allclose(ours[name], parameter.detach().numpy(), rtol=1e-9)


def test_adam_writes_no_array_it_was_given() -> None:
    kept = {name: value.copy() for name, value in START.items()}
    after(3)
    assert all(np.array_equal(START[name], kept[name]) for name in kept)


@pytest.mark.parametrize(("kind", "columns"), [("logistic", 1), ("softmax", 4)])
def test_a_loss_derivative_is_its_slope(kind: str, columns: int) -> None:
    rng = np.random.default_rng(3)
    logits = rng.normal(size=(5, columns)) * 3
    labels = rng.integers(0, max(columns, 2), 5)
    weights = rng.random(5)
    _, derivative = LOSSES[kind](logits, labels, weights)
    for index in np.ndindex(*logits.shape):
        step = np.zeros_like(logits)
        step[index] = 1e-6
        up, down = (LOSSES[kind](logits + sign * step, labels, weights)[0] for sign in (1, -1))
        assert derivative[index] == pytest.approx((up - down) / 2e-6, rel=1e-6, abs=1e-9)


def test_losses_of_known_value() -> None:
    ones = np.ones(1)
    assert LOSSES["logistic"](np.zeros((1, 1)), np.array([1]), ones)[0] == pytest.approx(math.log(2))
    assert LOSSES["softmax"](np.zeros((1, 5)), np.array([2]), ones)[0] == pytest.approx(math.log(5))
    assert LOSSES["logistic"](np.array([[2.0]]), np.array([1]), ones)[0] == pytest.approx(math.log1p(math.exp(-2)))


@pytest.mark.parametrize(("kind", "columns"), [("logistic", 1), ("softmax", 2)])
def test_huge_logits_stay_finite(kind: str, columns: int) -> None:
    logits = np.full((2, columns), [[1e5], [-1e5]])
    logits[:, 1:] = 0
    loss, derivative = LOSSES[kind](logits, np.array([0, 0]), np.ones(2))
    assert math.isfinite(loss)
    assert np.isfinite(derivative).all()
