"""The heat maps of gates and states, units × tokens, with their labels.

Belongs here: the view of the maps and its items. May import `base` and `tokens`, and what views may.
"""
