"""Views whose picture is the answer to a question, and the controls they have in common.

Belongs here: one `AnalysisView` a file, its picture, its choices. May import `views.base`, `views.tokens` and what lies
below the views.
"""
