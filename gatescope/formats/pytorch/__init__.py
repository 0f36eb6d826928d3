"""Reads PyTorch's files without PyTorch: .pt, .pth, .bin, .tar of every age since 0.1.10, and pickles of NumPy arrays.

Belongs here: the two containers (zip, one stream), a pickle machine of our own that builds inert records, and
the choice of what in a checkpoint is the model. May import the rest of `formats`, but neither `pickle` nor `torch`.
"""

from gatescope.formats.pytorch.reader import read

__all__ = ["read"]
