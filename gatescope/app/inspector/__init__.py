"""The model inspector: what a file holds, how it was read and what else it could mean, and the proof of it.

Belongs here: the dialog, its pages, and what they do to the session. May import what the app may.
"""
