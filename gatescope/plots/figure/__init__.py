"""Composed figures, as plain data: several pictures on a grid, with letters, titles and a caption, in one style.

Belongs here: the composition, its styles for screen, print and slides, and the measure of its contrast. May import
plots and everything below; no Qt.
"""
