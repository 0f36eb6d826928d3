"""The desktop app: QApplication, the main window, docks, actions, the controller. Wiring only.

Belongs here: what connects views to the session; each folder holds one of its ideas, and the modules beside them tie
the folders together. May import everything below but not the command line.
"""

from gatescope.views.base.overrides import catch_in_overrides

catch_in_overrides()
