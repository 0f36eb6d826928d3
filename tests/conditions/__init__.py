"""The window where a computer is not as one is used to: no network, no fonts, a home that takes no files, four at once.

python -m tests.conditions                 every condition, each in a process of its own
python -m tests.conditions no-network      that one
"""
