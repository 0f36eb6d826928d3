"""The sweep: every unit of a layer taken out in turn, and what a read-out loses by it.

Belongs here: running many ablated copies of a run at once, and ranking units by what their absence changes. May import
what the layer may.
"""
