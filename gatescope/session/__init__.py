"""The session: what the person wants (`Document`), what is shown (`Snapshot`), commands and the one worker thread.

Belongs here: the cycle from an intent to a snapshot, undo, settings. May import everything below and Qt's core
(signals, undo stack, settings), but no widget and no pyqtgraph.
"""
