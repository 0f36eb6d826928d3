"""The plane of a model's states: what is drawn in it, and the description of it from runs.

Belongs here: pictures of the state space, as plain data. May import what `plots` may; no Qt.
"""
