"""The painter of itemised gradients.

Belongs here: the maps of read-outs against steps, and where they lie. May import what the layer may.
"""
