"""The plane of states behind a view: which sentences it is fitted on, and where a run lies in it.

Belongs here: what the analysis of states needs of a model's vocabulary. May import what `session` may, but not
`session.analyses`; no Qt.
"""
