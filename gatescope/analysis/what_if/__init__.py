"""What interventions do to the read-out, each alone and all together.

Belongs here: comparisons of runs that differ by what is held. May import what `analysis` may.
"""
