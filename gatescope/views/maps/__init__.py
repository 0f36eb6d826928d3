"""The heat maps of gates and states, units × tokens, with their labels."""
