"""Clipping against literals, PyTorch, and at magnitudes whose squares no float holds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gatescope.analysis.clipping import clip_by_norm, clip_by_value
from gatescope.errors import ModelError


def test_clipping_by_norm_keeps_the_direction() -> None:
    gradients = {"a": np.array([3.0, 0.0]), "b": np.array([[4.0]])}
    clipped, norm = clip_by_norm(gradients, 1.0)
    assert norm == pytest.approx(5.0)
    assert clipped["a"] == pytest.approx([0.6, 0.0])
    assert clipped["b"] == pytest.approx(0.8)
    assert clip_by_norm(gradients, 5.1)[0]["a"] is gradients["a"]


def test_clipping_by_value_cuts_each() -> None:
    clipped = clip_by_value({"a": np.array([3.0, -0.2, -9.0])}, 1.0)
    assert clipped["a"].tolist() == [1.0, -0.2, -1.0]


@pytest.mark.parametrize("most", [0.1, 1.0, 100.0])
def test_torch_clips_the_same(most: float) -> None:
    torch = pytest.importorskip("torch", reason="torch is the oracle of this test")
    rng = np.random.default_rng(1)
    gradients = {"a": rng.normal(size=(4, 3)), "b": rng.normal(size=7)}
    parameters = [torch.zeros(g.shape, dtype=torch.float64) for g in gradients.values()]
    for parameter, g in zip(parameters, gradients.values(), strict=True):
        parameter.grad = torch.tensor(g)
    norm = torch.nn.utils.clip_grad_norm_(parameters, most)
    clipped, found = clip_by_norm(gradients, most)
    assert found == pytest.approx(float(norm), rel=1e-12)
    for parameter, name in zip(parameters, gradients, strict=True):
        np.testing.assert_allclose(clipped[name], parameter.grad.numpy(), rtol=1e-5)


@pytest.mark.parametrize(("dtype", "size"), [(np.float32, 1e30), (np.float64, 1e200)])
def test_an_explosion_is_clipped_too(dtype: Any, size: float) -> None:
    """Squared, these overflow: the norm must not become ∞ and the gradient 0."""
    clipped, norm = clip_by_norm({"a": np.array([3 * size, 0], dtype), "b": np.array([4 * size], dtype)}, 1.0)
    assert norm == pytest.approx(5 * size, rel=1e-6)
    assert clipped["a"] == pytest.approx([0.6, 0], rel=1e-6)
    assert clipped["b"] == pytest.approx(0.8, rel=1e-6)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_no_number_cannot_be_scaled(bad: float) -> None:
    with pytest.raises(ModelError, match=r"the gradient of 'b' is not finite"):
        clip_by_norm({"a": np.ones(2), "b": np.array([1.0, bad])}, 1.0)
