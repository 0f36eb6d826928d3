"""The bars of the window: models, playback, status."""
