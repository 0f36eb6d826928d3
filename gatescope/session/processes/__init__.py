"""Long work in a process of its own, where it cannot keep the interpreter from the window.

Belongs here: starting, ending and talking to a worker process. Only objects of our own go between the two, through
`multiprocessing`; nothing of a file or of the network does. May import errors and progress; no Qt, since the worker
imports `messages` and `worker_main`.
"""
