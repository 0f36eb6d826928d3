"""Kills the real window again and again amid a session of work; each start goes on with what the one before left.

    python -m tests.killed --kills 200

Every step of the session has a number, which stands in the sentence, in a bias, in the settings and in a model file. A
start that comes after a kill must offer the work, and of the steps only those may be missing that were made in the last
ten seconds. Work that was never saved and a project take turns.
"""
