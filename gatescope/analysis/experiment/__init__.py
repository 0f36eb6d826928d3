"""Experiments with a gradient: a longer text, another recurrent gain, clipping on the way back, and other cells beside.

Belongs here: what is changed, and the gradient flow of what comes of it. May import what the layer may.
"""
