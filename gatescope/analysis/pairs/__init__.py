"""Two or more texts in one network, and which of their tokens belong together.

Belongs here: the alignment of two rows of tokens, and runs of a network over other texts. May import the other
analyses, the engine, NumPy.
"""
