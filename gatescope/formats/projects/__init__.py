"""Project files: everything that a person did, in one archive.

Belongs here: what a project holds, its manifest, and the file. May import `own`, text and engine.
"""
