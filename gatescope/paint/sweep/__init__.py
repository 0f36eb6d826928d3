"""The painter of a sweep.

Belongs here: the bars of units, and where they lie. May import what the layer may.
"""
