"""Controls that several views and bars use: they hold no data of a network.

Belongs here: small widgets that know nothing of what they choose among. May import `base`, and what views may.
"""
