"""Scenes in the window: dropped, pasted, undone."""
