"""The commands of the menus: one table, and the handlers of its lines.

Belongs here: what a menu, a shortcut or the search of commands starts. May import `window` and `files`, and what the
app may.
"""
