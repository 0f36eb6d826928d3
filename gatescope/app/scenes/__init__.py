"""Scenes of figures in the window: brought back from a figure or a link, and handed out with one.

Belongs here: opening a scene, asking for a model that it lacks, links and code to copy. May import the rest of app (but
not the controller), api and everything below; widgets.
"""
