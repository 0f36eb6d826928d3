"""The undo steps, the edits that they consist of, and which edits belong to one step.

Belongs here: edits as plain data, and the commands for Qt's undo stack. May import formats, text and engine, and Qt's
undo framework.
"""
