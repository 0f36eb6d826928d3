"""The dialog of the settings: a table of rows, their controls, and its pages.

Belongs here: what a person chooses once and keeps. Values go through `session.settings` alone, whose signal `changed`
reaches what they concern. May import `window` and `commands`, and what the app may.
"""
