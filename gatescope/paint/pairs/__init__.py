"""Painters of two or more runs beside each other.

Belongs here: the layouts and the painters of the plots in `plots.pairs`. May import the rest of `paint`.
"""
