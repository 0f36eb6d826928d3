"""Interventions in words and as a picture: names, scopes, what each does alone.

Belongs here: what the What if dock says and draws, as plain data. May import what `plots` may.
"""
