"""Painters of the fixed points: their table, their eigenvalues and the tolerance ladder.

Belongs here: the layouts and painters of the plots in `plots.fixed_points`, and the mark of a point. May import the
rest of `paint`.
"""
