"""The view of one step of a cell, its picture and its controls.

Belongs here: what shows and walks through `plots.cell`. May import `views.base`, `views.bars`, `views.controls` and
what lies below the views.
"""
