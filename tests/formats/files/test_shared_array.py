"""An array is shared while it is in use, and read anew afterwards."""

import numpy as np
from numpy.typing import NDArray

from gatescope.formats.files.shared_array import shared_while_alive


def test_one_array_for_all_who_have_it() -> None:
    reads = []

    def read() -> NDArray[np.generic]:
        reads.append(len(reads))
        return np.full(3, float(len(reads)))

    shared = shared_while_alive(read)
    first = shared()
    assert shared() is first
    assert reads == [0]
    del first
    assert shared().tolist() == [2.0, 2.0, 2.0]
