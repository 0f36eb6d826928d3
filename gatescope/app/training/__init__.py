"""The workspace Train in the window: what starts and steers runs, which folder they read, and closing while one trains.

Belongs here: what stands between the training of a session and its docks. May import what the layer may.
"""
