"""What the window does with corpora: indexes, searches, and lines that are opened.

Belongs here: what starts that work in the worker process and hands its results to the view. May import what `app` may.
"""
