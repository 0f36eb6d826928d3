"""Scenes of figures: what they keep, and what is refused."""
