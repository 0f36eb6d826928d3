"""Tasks: what a network can be trained to do, one file each, for the command line, the window and tests alike.

Belongs here: what a task is, its samplers and corpora, what to look for, and the table of all tasks. May import the
rest of training and everything below it.
"""
