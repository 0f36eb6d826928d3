"""The picture of an experiment with a gradient flow.

Belongs here: what is changed in words, and the runs that were never shown. May import what the layer may.
"""
