"""The report about a problem: what it is made of, the dialog that shows all of it, and the versions of everything.

Belongs here: what a person may tell others about this installation. Nothing is sent. May import `window`, and what the
app may.
"""
