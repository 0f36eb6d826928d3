"""The compiled cells. Importing any module of this package imports Numba, so a loader in the background imports them.

Belongs here: one file a cell with its `step`, `run` and `backward`, and what they share. May import NumPy, Numba and
the engine's plain types.
"""
