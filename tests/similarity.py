"""How alike two pictures are to the eye: structural similarity.

Zhou Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli, "Image quality assessment: from error visibility to structural
similarity", IEEE Transactions on Image Processing 13 (2004), with its window and constants.
"""

from __future__ import annotations

import numpy as np

_SIGMA, _SIDE = 1.5, 11
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_MIDDLE = np.float32(127.5)
_WEIGHTS = np.exp(-((np.arange(_SIDE) - _SIDE // 2) ** 2) / (2 * _SIGMA**2))
_WEIGHTS = (_WEIGHTS / _WEIGHTS.sum()).astype(np.float32)


def ssim(a: np.ndarray, b: np.ndarray) -> float:
    """The structural similarity of two pictures of one size, (height, width, 3) uint8: 1 for the same picture.

    The mean over all places, and the least of the three colours: a wrong hue must not hide behind a right brightness.
    """
    return float(similarity_map(a, b).mean(axis=(0, 1)).min())


def similarity_map(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The similarity at every place that a whole window fits around, (height − 10, width − 10, 3)."""
    assert a.shape == b.shape
    # Around the middle, where single precision, in half the time, loses nothing that counts.
    x, y = a.astype(np.float32) - _MIDDLE, b.astype(np.float32) - _MIDDLE
    mean_x, mean_y = _blurred(x), _blurred(y)
    variance_x = _blurred(x * x) - mean_x**2
    variance_y = _blurred(y * y) - mean_y**2
    together = _blurred(x * y) - mean_x * mean_y
    mean_x += _MIDDLE
    mean_y += _MIDDLE
    luminance = (2 * mean_x * mean_y + _C1) / (mean_x**2 + mean_y**2 + _C1)
    structure = (2 * together + _C2) / (variance_x + variance_y + _C2)
    found: np.ndarray = luminance * structure
    return found


def _blurred(values: np.ndarray) -> np.ndarray:
    rows = sum(w * values[i : len(values) - _SIDE + 1 + i] for i, w in enumerate(_WEIGHTS))
    columns = rows.shape[1]  # type: ignore[union-attr]
    blurred: np.ndarray = sum(w * rows[:, i : columns - _SIDE + 1 + i] for i, w in enumerate(_WEIGHTS))  # type: ignore
    return blurred
