"""The command line: argparse, one module a verb.

Belongs here: parsing, printing and exit codes. Qt is imported only inside the verbs that draw.
"""
