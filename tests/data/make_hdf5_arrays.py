"""Writes arrays_elmo.h5 and arrays_torch.h5: random weights in HDF5 under the names of ELMo and of PyTorch.

Run: python tests/data/make_hdf5_arrays.py (needs h5py)
"""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np

_HERE = Path(__file__).parent
_INPUTS, _UNITS, _PROJECTED = 4, 6, 3


def _elmo() -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {}
    for side in (0, 1):
        for layer, inputs in enumerate((_INPUTS, _PROJECTED)):
            path = f"RNN_{side}/RNN/MultiRNNCell/Cell{layer}/LSTMCell"
            shapes[f"{path}/W_0"] = (inputs + _PROJECTED, 4 * _UNITS)
            shapes[f"{path}/B"] = (4 * _UNITS,)
            shapes[f"{path}/W_P_0"] = (_UNITS, _PROJECTED)
    return shapes


def _torch() -> dict[str, tuple[int, ...]]:
    names = {"weight_ih_l0": (3 * _UNITS, _INPUTS), "weight_hh_l0": (3 * _UNITS, _UNITS)}
    names |= {"bias_ih_l0": (3 * _UNITS,), "bias_hh_l0": (3 * _UNITS,)}
    return {f"gru.{name}": shape for name, shape in names.items()} | {"fc.weight": (2, _UNITS), "fc.bias": (2,)}


def main() -> None:
    rng = np.random.default_rng(4)
    for name, shapes in (("elmo", _elmo()), ("torch", _torch())):
        with h5py.File(_HERE / f"arrays_{name}.h5", "w") as file:
            for key, shape in shapes.items():
                file[key] = rng.normal(size=shape).astype(np.float32)


if __name__ == "__main__":
    main()
