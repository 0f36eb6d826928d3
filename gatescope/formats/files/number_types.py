"""Number types of model files that NumPy lacks or that the engine does not compute in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def bits_of(dtype: str) -> np.dtype[np.generic]:
    """Return the little-endian NumPy type that holds numbers of `dtype`: that type, or the bare bits of a bfloat16."""
    # By its letters: NumPy knows this for the machine's own type, as which it need not be copied.
    return np.dtype("<" + np.dtype("uint16" if dtype == "bfloat16" else dtype).str[1:])


def widened(values: NDArray[np.generic], dtype: str) -> NDArray[np.generic]:
    """Return the numbers as `StoredTensor.read` gives them: both kinds of half precision as float32, the rest as it is.

    Args:
        values: as `bits_of` describes them, in any byte order; bfloat16 is the upper half of a float32.
    """
    if dtype == "bfloat16":
        return (values.astype(np.uint32) << np.uint32(16)).view(np.float32)
    native = np.float32 if dtype == "float16" else values.dtype.type
    return values.astype(native, copy=False)
