"""The measure that holds screen and file together sees what a person would see."""

from __future__ import annotations

import numpy as np
import pytest

from tests.similarity import ssim


@pytest.fixture
def picture() -> np.ndarray:
    """Cells of 8 × 8 pixels in soft colours."""
    cells = np.random.default_rng(1).integers(120, 250, (12, 20, 3), dtype=np.uint8)
    return np.kron(cells, np.ones((8, 8, 1), np.uint8))


def test_the_same_picture_is_wholly_alike(picture: np.ndarray) -> None:
    assert ssim(picture, picture.copy()) == pytest.approx(1.0)


def test_a_shift_by_a_pixel_is_seen(picture: np.ndarray) -> None:
    assert ssim(picture[:, 1:], picture[:, :-1]) < 0.9


def test_other_cells_are_not_alike(picture: np.ndarray) -> None:
    assert ssim(picture, picture[::-1]) < 0.4


def test_a_wrong_hue_of_the_same_brightness_is_seen(picture: np.ndarray) -> None:
    assert ssim(picture, picture[..., ::-1]) < 0.4


def test_what_no_eye_sees_does_not_count(picture: np.ndarray) -> None:
    assert ssim(picture, picture + (picture < 250)) > 0.99
