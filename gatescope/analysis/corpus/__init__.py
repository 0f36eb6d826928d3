"""A corpus as its states: written once, searched in place, never loaded whole.

Belongs here: the files that hold the states of a corpus and its words, and what is asked of them: where units are on
together, what a unit likes best, what every unit does on average. May import the rest of analysis, engine, errors and
progress; no text and no formats, which bring the tokens here.
"""
