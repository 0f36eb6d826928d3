"""Proof that a model was read right: its states against those of a reference, and which reading fits if this does not.

Belongs here: reading a reference (.npz), finding which of its arrays are inputs and states, measuring, and the search
among other conventions. May import what `formats` may; runs the engine's reference equations.
"""
