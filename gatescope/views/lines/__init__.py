"""Lines over the token axis: traces, read-out, their legend and grid.

Belongs here: views that draw curves. May import `base`, `tokens` and `maps`, and what views may.
"""
