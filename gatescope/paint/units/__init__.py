"""Painters of the pictures of single units: rows of a table, dots on axes, curves.

Belongs here: the painters of `plots.units`. May import what `paint` may.
"""
