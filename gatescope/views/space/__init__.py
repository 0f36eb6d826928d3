"""The plane of states on screen.

Belongs here: views of the state space. May import what `views` may.
"""
