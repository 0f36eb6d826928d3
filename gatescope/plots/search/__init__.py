"""Places where units are on: in the sentence, and in a corpus.

Belongs here: the pattern in focus, the lists of places as plain data, and their words. May import what `plots` may.
"""
