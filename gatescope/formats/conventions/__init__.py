"""What a file leaves open and a person may say: conventions, the order of gates, their names in a card.

Belongs here: what turns such words into another reading of the same numbers. May import engine and errors; no reader.
"""
