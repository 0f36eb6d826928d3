"""Descriptions of two or more runs beside each other, word by word.

Belongs here: pairs and the grid of conditions as plain data, and their sentences. May import the rest of `plots` and
what lies below it; no Qt.
"""
