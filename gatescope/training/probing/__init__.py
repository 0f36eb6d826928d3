"""What a trained network holds of its task: the unit of the number, the gates at a change, how far it remembers.

Belongs here: plain functions of a network, measured on sequences that a task holds out, for the command line, lessons
and tests. May import the rest of training and everything below it.
"""
