"""What the person wants: the `Document`, what they look at (`Focus`), and how both are named and changed.

Belongs here: pure data and pure functions. May import `undo`, formats, text and engine; no Qt.
"""
