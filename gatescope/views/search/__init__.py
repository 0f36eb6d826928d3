"""Where else units are on together: the pattern, the corpus and the places.

Belongs here: the view “Where else” and its parts. May import what `views` may.
"""
