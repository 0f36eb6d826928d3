"""Painters of the fixed points: their table, their eigenvalues and the tolerance ladder.

Belongs here: the painters of the plots in `plots.fixed_points`. May import the rest of `paint`.
"""
