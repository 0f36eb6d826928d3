"""Painters of the lists of places: each in the midst of its line.

Belongs here: the painters of `plots.search`. May import what `paint` may.
"""
