"""Files of moving pictures, written frame by frame: however many there are, few are in memory.

Belongs here: how frames are paced and drawn, and one writer a kind of file. May import what `export` may, and Pillow,
which encodes single pictures; it holds all frames of a moving one in memory, so the files are put together here.
"""
