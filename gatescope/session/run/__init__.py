"""From a `Request` to a `Snapshot`: what the worker thread reads, steps and reads out, and the thread itself.

Belongs here: one run of the document, forwards. May import `document`, formats, text and engine; QtCore for the thread
and its signal.
"""
