"""The engine: cells, kernels, networks, traces and the prefix cache.

Belongs here: everything that turns token ids or input vectors into recorded gates and states, and back into
gradients. May import NumPy, Numba (inside functions and `kernels` only: importing it costs a quarter of a second
that a first frame cannot spare) and nothing of GateScope but `errors`.
"""
