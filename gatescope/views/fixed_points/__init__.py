"""Views of the fixed points: their table, the eigenvalues at one of them, and the tolerance ladder.

Belongs here: one widget a file, and what they share: the picture, and what else asks the same question. May import the
rest of `views` and what lies below it.
"""
