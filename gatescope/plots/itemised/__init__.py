"""The picture of itemised gradients: read-outs against steps.

Belongs here: its plain data, its words and its values. May import what the layer may.
"""
