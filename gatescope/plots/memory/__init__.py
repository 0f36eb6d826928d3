"""Descriptions of what a state, or a read-out, still owes to every word.

Belongs here: the ledger and the connectivity as plain data, and their sentences. May import the rest of `plots` and
what lies below it; no Qt.
"""
