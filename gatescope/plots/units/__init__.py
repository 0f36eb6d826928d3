"""Pictures of single units: their table, and dots that stand for them on axes of their own.

Belongs here: the descriptions of the docks of the workspace Units, and what they say in words. May import what `plots`
may.
"""
