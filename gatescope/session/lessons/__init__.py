"""What a person does in a lesson: a scene that is set and taken back, a test on the running model, progress.

Belongs here: the work of a scene as a pure function, its undo step, tests in the worker process, what was learnt so
far. May import lessons, the rest of session and everything below; no widgets.
"""
