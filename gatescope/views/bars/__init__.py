"""The bars of the window: models, playback, status.

Belongs here: what stands above and below the views. May import `base`, `controls`, and what views may.
"""
