"""A session's work as a file: what is saved of it, which window owns it, and the copy that survives a crash.

Belongs here: what goes between a `Document` and a project file, locks and autosaves. May import `document`, formats and
engine; QtCore.
"""
