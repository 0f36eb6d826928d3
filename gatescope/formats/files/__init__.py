"""Bytes, archives, JSON and arrays of files: read within bounds, written whole.

Belongs here: what knows of files but of no model. May import errors and NumPy; nothing else of formats.
"""
