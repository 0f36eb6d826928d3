"""The project in the window: opened, saved, recovered, and never lost without a question.

Belongs here: commands and dialogs about the project file. May import `window` and `files`, and what the app may.
"""
