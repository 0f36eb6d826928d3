"""A text that rides inside a PNG, SVG or PDF file, beside what is drawn, and how it is found there again.

Belongs here: what of these formats it takes to carry one text, by our own bounded parsers; nothing is drawn or run. May
import `files`; no Qt.
"""
