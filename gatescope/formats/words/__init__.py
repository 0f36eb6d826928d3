"""The words of a model: vocabularies and word vectors in the files of many programs, and how they are attached.

Belongs here: one file a form in which people write words down, and `attach`. May import text, engine and the modules
that formats has in common; no reader of models.
"""
