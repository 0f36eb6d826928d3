"""Files in and out: the model file with its card, the project, vocabularies, and the formats of other frameworks.

Belongs here: everything that turns bytes of a file into a `Model` and back, safely. May import text, analysis and
engine; no Qt, no pickle, no training framework.
"""
