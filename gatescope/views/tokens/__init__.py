"""The token axis: its words, the stretch of tokens in sight, the cursor, and the plot area over it.

Belongs here: what every view over tokens shares. May import `base`, and what views may.
"""
