"""Lessons: claims about recurrent networks, each with the scene that shows it and the test that decides it.

Belongs here: one module a claim: the models and texts that it takes, the clamps and ablations of its scene, and a
function that measures on real runs whether the claim holds. May import training and everything below; no Qt.
"""
