"""What a state still holds of every word, as time goes by.

Belongs here: analyses of memory over a whole text. May import the other analyses, the engine, NumPy.
"""
