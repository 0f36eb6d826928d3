"""Export: plot descriptions and traces into files.

Belongs here: the painter that draws a plot description on any QPainter, and the writers of PNG, NPZ and CSV. May
import plots and everything below, and QtGui; no widget, no pyqtgraph, never views or app.
"""
