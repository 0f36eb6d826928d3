"""Plot descriptions: what is drawn, as arrays, colours, labels and ranges.

Belongs here: the frozen description of every picture, made from a run or a network, that `paint` draws on screen and
into files, so that both are one picture. May import the session's data and everything below; no Qt, no pyqtgraph.
"""
