"""Composed figures on paper.

Belongs here: where the panels of a figure go, and the painters that draw figure and panels. May import paint, plots and
everything below, and QtGui.
"""
