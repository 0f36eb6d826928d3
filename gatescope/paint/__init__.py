"""One painter a kind of picture, on any QPainter: what is on screen and what is in the file come from it.

Belongs here: painters, and what they share: fonts, axes, marks, legends. May import plots and everything below,
QtCore and QtGui; no widget and no pyqtgraph.
"""
