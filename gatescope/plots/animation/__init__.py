"""Moving pictures: what is drawn in frame after frame, as plain data.

Belongs here: generators of frames, one a thing that moves, which window, scripts and command line share. May import
plots and everything below; no Qt. Files of them are written by `export.animation`.
"""
