"""Grammars of our own: sentences that a task draws, word by word, with what is right about them.

Belongs here: word lists, rules, and samplers that are functions of their random numbers alone. May import numpy and
nothing of GateScope.
"""
