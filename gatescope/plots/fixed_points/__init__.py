"""Descriptions of the fixed points of the shown models: their table, eigenvalues and tolerance ladder, as plain data.

Belongs here: what is asked about them, the pictures, their marks in the plane of states, and their sentences. May
import the rest of `plots` and what lies below it; no Qt.
"""
