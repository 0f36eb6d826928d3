"""Docks of the workspace Train: the form, the curves of a run, a sentence from checkpoint to checkpoint.

Belongs here: what starts, steers and shows training. May import what views may.
"""
