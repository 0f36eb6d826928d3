"""One step of a cell: its wiring, the vectors on its wires, and every operation in words, numbers and code.

Belongs here: the frozen description of that picture and how it is made from a run. Places are those of a grid that all
cells share, so that parts with the same job stand below each other; sizes on screen are the business of `paint.cell`.
May import what `plots` may; no Qt.
"""
