"""Files of many texts: one a line, one a row of a table, one a JSON object.

Belongs here: how such a file is read in one pass, in bounded memory and in any of Unicode's encodings. May import the
modules that formats has in common; no model.
"""
