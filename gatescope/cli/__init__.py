"""The command line: argparse, one module a verb.

Belongs here: parsing, printing and exit codes. May import everything below; Qt only inside the verbs that draw.
"""
