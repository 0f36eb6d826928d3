"""The docks of the workspace Units: the table of units, and pictures in which a dot is a unit.

Belongs here: these views, and the picture that those with dots have in common. May import `base`, `controls` and
`tokens`, and what views may.
"""
