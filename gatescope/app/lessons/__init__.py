"""Lessons in the window: the Learn dock, its scenes in the session, its commands, and a teacher's cards.

Belongs here: what opens, tests and leaves cards, and the docks beside them. May import window, files and all below app.
"""
