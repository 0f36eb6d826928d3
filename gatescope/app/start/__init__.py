"""Starting the app: the QApplication, its window and session, and whether a window can be opened at all.

Belongs here: what runs before the event loop does. May import the whole app.
"""
