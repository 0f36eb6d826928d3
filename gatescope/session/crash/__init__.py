"""What GateScope writes down about its own faults, so that the next start can offer it.

Belongs here: the log of one process and the search for those that were left. May import errors, formats and the folders
of the user; QtCore. Nothing here shows anything.
"""
