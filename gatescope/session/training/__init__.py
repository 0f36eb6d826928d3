"""Runs of training beside typing: what they told, their checkpoints, and the worker process that walks them.

Belongs here: the history of a run as plain data, its log as a file, and the object by which a window starts, pauses and
rewinds runs. May import the rest of the session, and everything below it.
"""
