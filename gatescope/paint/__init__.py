"""One painter a kind of picture, on any QPainter: what is on screen and what is in the file come from it.

QtCore and QtGui only, no widget and no pyqtgraph; imports `plots` and what lies below it."""
