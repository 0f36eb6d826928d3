"""Pictures of a training run: its curves over the steps, and a sentence from checkpoint to checkpoint.

Belongs here: frozen descriptions of these pictures and the words in them. May import what the layer may.
"""
