"""Sound files as people have them: each gives the numbers that stand beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import gatescope as gs

WILD = Path(__file__).parents[3] / "shared" / "wild"
pytestmark = pytest.mark.skipif(not WILD.is_dir(), reason="needs the files of ../shared/wild")

VECTORS = [
    "bound_method_module.pt",
    "numpy_generator_in_checkpoint.pt",
    "range_in_checkpoint.pt",
    "thnn_whole_module.pt",
]


@pytest.mark.parametrize("name", VECTORS)
def test_hidden_states_of_vectors(name: str) -> None:
    with np.load(WILD / f"{name}.expected.npz") as expected:
        recording = gs.trace(WILD / name, inputs=expected["x"])
        np.testing.assert_allclose(recording["layer0.forward.hidden_state"], expected["h"], rtol=0, atol=1e-5)
