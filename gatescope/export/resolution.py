"""How fine pictures are."""

SCREEN_DPI = 96.0
"""Pixels of an inch of a picture at the scale 1."""
COARSEST, FINEST = 72.0, 600.0
"""Of an inch of a figure on paper."""
