"""A monkey at the real window: it types, clicks, drags and opens whatever its seed says, and looks whether all still
holds.

    python -m tests.monkey --seed 7 --actions 20000      what one seed does
    python -m tests.monkey --actions 100000 --figures    and what it costs: memory, threads, descriptors, stalls
    python -m tests.monkey --replay FILE                 the actions of a log once more

Actions are drawn from the seed alone and know nothing of the window, so that any part of a log can be replayed: what
is not there when its turn comes is passed over.
"""
