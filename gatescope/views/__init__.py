"""Views: one widget a file.

Belongs here: widgets that show a snapshot, a focus or a plot description and emit intents as signals. They decide
nothing and change nothing. May import paint, plots and the session's data types, Qt widgets and pyqtgraph;
never export or app.
"""

from gatescope.views.base.overrides import catch_in_overrides

catch_in_overrides()
