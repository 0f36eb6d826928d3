"""Painters of training runs: curves over the steps, the ruler of checkpoints, a sentence from checkpoint to checkpoint.

Belongs here: where the parts of these pictures lie, and how they are painted. May import what the layer may.
"""
