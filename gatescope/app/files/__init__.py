"""Files that a person opens, drops or exports.

Belongs here: the dialogs and the reading in the background. May import `window`, and what the app may.
"""
