"""What every signal, symbol and term means, and what it is called elsewhere.

Belongs here: terms, how they are read from `resources/glossary`, and how a name finds them. Labels, the search and the
glossary's page take their words from here. May import what `plots` may; no Qt.
"""
