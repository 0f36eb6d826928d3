"""A scene: what a figure shows, as a small plain text that rides in the figure or is pasted as a link.

Belongs here: the scene as frozen data, its JSON and its link, the way from a document to a scene and back, and the same
as Python and as a command. May import document, project, run and standing, formats and below; no Qt of its own.
"""
