"""The grid of all wirings: parts with the same job have the same place in every cell.

The state runs along the top, the gates stand in columns below it, h and the word come in at the bottom. The unit is
about a pixel where a wiring is 760 pixels wide.
"""

from __future__ import annotations

WIDTH = 760.0

# Columns: the ends, the gate that keeps, the one that writes, what is proposed, the gate that shows, and the way out.
START, KEEP, WRITE, PROPOSE, SHOW, OUT, END = 12.0, 177.0, 302.0, 410.0, 524.0, 622.0, 748.0
BEFORE, KEPT, PLUS, AFTER = 78.0, 266.0, 356.0, 478.0

# Rows: the state, what is written on its way up, where it is multiplied, gates, boxes, and below them h and the word.
STATE, WRITTEN, TIMES, GATE, BOX = 0.0, 31.0, 60.0, 98.0, 147.0
RESET, MATRIX = 187.0, 212.0

STRIP_WIDTH, STRIP_HEIGHT = 94.0, 13.0
BOX_WIDTH, BOX_HEIGHT = 88.0, 42.0
NODE = 11.5
"""Radius of a node."""
TOP = -36.0
