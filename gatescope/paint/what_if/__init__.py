"""Painters of what interventions do.

Belongs here: the pictures of `plots.what_if`. May import what `paint` may.
"""
