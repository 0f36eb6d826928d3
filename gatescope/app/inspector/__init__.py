"""The model inspector: the contents of a file, how it was read and what else it could mean, and the proof of it.

Belongs here: the dialog, its pages, and what they do to the session. May import `window` and `files`, and what the app
may.
"""
