"""Export: plot descriptions and traces into files.

Belongs here: the writers of PNG, NPZ, CSV and HTML; pictures are drawn by `paint`. May import paint and everything
below, and QtGui; no widget, no pyqtgraph, never views or app.
"""
