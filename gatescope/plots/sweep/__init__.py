"""The picture of a sweep: what a read-out loses without each unit.

Belongs here: its plain data, its words and its values. May import what the layer may.
"""
