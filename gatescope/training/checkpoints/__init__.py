"""Kept states of a run: the file beside a model that is not finished yet, from which training goes on.

Belongs here: how a state is written, and how one tells that it belongs to a run. May import the rest of training and
everything below it.
"""
