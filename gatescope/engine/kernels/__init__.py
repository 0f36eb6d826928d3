"""The compiled cells. Importing any module of this package imports Numba: only a loader in the background does."""
