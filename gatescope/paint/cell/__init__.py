"""Painters of a cell's step: its wiring with live vectors, the equation and the words below it, and the code.

Belongs here: where the parts of `plots.cell` lie in pixels, and how they are drawn, on screen and in files alike. May
import what `paint` may.
"""
