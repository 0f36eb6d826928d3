"""Single values: where each comes from, and what a label beside it says, its equation with numbers in place of symbols.

Belongs here: what is under the mouse or at the cursor, as plain data. May import what `plots` may.
"""
