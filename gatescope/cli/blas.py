"""One thread for BLAS, asked for before NumPy loads it.

The products here are small: a second thread waits longer for a busy core than it saves, up to 16 ms a product, and it
adds in another order, so that training would depend on the machine's load and not on the command alone.
"""

from __future__ import annotations

from collections.abc import MutableMapping

ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
"""Environment variable → value, for all libraries that NumPy is built with."""


def use_one_thread(environ: MutableMapping[str, str]) -> None:
    """Set the variables in `environ`; a process reads them when it loads NumPy."""
    environ.update(ONE_THREAD)
