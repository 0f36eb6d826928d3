"""Painters of what a state, or a read-out, still owes to every word.

Belongs here: the layouts and the painters of the plots in `plots.memory`. May import the rest of `paint`.
"""
