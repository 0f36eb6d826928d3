"""What single units do over a text: what they follow, how their gates stand, and for how long they remember.

Belongs here: what the docks of the workspace Units ask of a run, as one pass over its tokens or a few runs of changed
texts. May import the modules of `gatescope.analysis` and what those may.
"""
