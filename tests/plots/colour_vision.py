"""How far two colours are apart for an eye that lacks one kind of cone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.float64]

VISIONS = ("normal", "protanopia", "deuteranopia", "tritanopia")

# G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", IEEE TVCG 15 (2009), table 1 at severity 1.0; they act on linear sRGB.
_SEEN = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# Linear sRGB to CIE XYZ under D65 (IEC 61966-2-1), and the white point of that.
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = _TO_XYZ.sum(axis=1)


def seen(colours: Colours, vision: str) -> Colours:
    """Return CIELAB (…, 3) of sRGB `colours` (…, 3) in 0..255, as an eye of that `vision` sees them."""
    encoded = np.asarray(colours, float) / 255.0
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    ratio = np.clip(linear @ _SEEN[vision].T, 0.0, 1.0) @ _TO_XYZ.T / _WHITE
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def distance(first: Colours, second: Colours) -> Colours:
    """Return CIEDE2000 (…) between two CIELAB colours (…, 3): G. Sharma, W. Wu and E. N. Dalal, "The CIEDE2000
    Color-Difference Formula" (2005), with all weights 1. A difference of 1 is just noticeable side by side."""
    one, two = np.asarray(first, float), np.asarray(second, float)
    mean = (np.hypot(one[..., 1], one[..., 2]) + np.hypot(two[..., 1], two[..., 2])) / 2
    stretch = 1 + 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    chroma_1, chroma_2 = np.hypot(one[..., 1] * stretch, one[..., 2]), np.hypot(two[..., 1] * stretch, two[..., 2])
    hue_1 = np.degrees(np.arctan2(one[..., 2], one[..., 1] * stretch)) % 360
    hue_2 = np.degrees(np.arctan2(two[..., 2], two[..., 1] * stretch)) % 360
    grey = chroma_1 * chroma_2 == 0
    turn = np.where(grey, 0.0, (hue_2 - hue_1 + 180) % 360 - 180)
    lightness, chroma = two[..., 0] - one[..., 0], chroma_2 - chroma_1
    turned = 2 * np.sqrt(chroma_1 * chroma_2) * np.sin(np.radians(turn) / 2)
    middle = np.where(grey, hue_1 + hue_2, hue_1 + turn / 2)
    mean_lightness, mean_chroma = (one[..., 0] + two[..., 0]) / 2, (chroma_1 + chroma_2) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(middle - 30))
        + 0.24 * np.cos(np.radians(2 * middle))
        + 0.32 * np.cos(np.radians(3 * middle + 6))
        - 0.20 * np.cos(np.radians(4 * middle - 63))
    )
    off = (mean_lightness - 50) ** 2
    by_lightness = lightness / (1 + 0.015 * off / np.sqrt(20 + off))
    by_chroma = chroma / (1 + 0.045 * mean_chroma)
    by_hue = turned / (1 + 0.015 * mean_chroma * t)
    around = 30 * np.exp(-((((middle % 360) - 275) / 25) ** 2))
    turning = -2 * np.sqrt(mean_chroma**7 / (mean_chroma**7 + 25.0**7)) * np.sin(np.radians(2 * around))
    return np.sqrt(by_lightness**2 + by_chroma**2 + by_hue**2 + turning * by_chroma * by_hue)
