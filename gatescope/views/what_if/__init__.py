"""The dock of interventions: a card for each, with switch, slider and scope.

Belongs here: the dock, its cards, and the form of a patch. May import `views.base`, `views.controls`,
`views.weights.knobs` and what lies below the views.
"""
