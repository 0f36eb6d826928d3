"""Text: tokenizers and vocabularies.

Belongs here: everything between the characters a person types and the ids a network takes, with the way back
(which characters a token came from). May import `errors` alone; no Qt.
"""
