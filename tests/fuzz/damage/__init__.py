"""Damage that knows the format: one field of a file is changed, and what stands around it still fits.

Belongs here: one module a format, each with a function from a source of chance and a valid file to a damaged one. May
import nothing of GateScope, so that a misunderstanding of ours is not built into the damage as well.
"""
