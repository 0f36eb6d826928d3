"""Words as an array of NumPy, which drops what it takes for the filling of a shorter word."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


def word_array(words: Iterable[str]) -> NDArray[np.str_]:
    """Return (N,) the words; a NUL at the end of one, which NumPy would drop, as its sign ␀."""
    return np.array([word.replace("\0", "␀") if word.endswith("\0") else word for word in words], np.str_)
