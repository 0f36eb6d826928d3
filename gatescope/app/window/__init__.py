"""The main window: the places of its parts, its docks, its bars for messages, its theme.

Belongs here: what the window looks like; what it does is in the other folders, which import this one. May import views,
plots and the session; no other folder of the app.
"""
