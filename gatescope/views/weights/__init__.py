"""The weights dock: a parameter array as a map and a table, changed by hand.

Belongs here: the view of one array and its tools. May import `base`, `controls` and `sentence`, and what views may.
"""
