"""The desktop app: QApplication, the main window, docks, actions, the controller. Wiring only.

Belongs here: what connects views to the session; each folder holds one of its ideas, and the modules beside them tie
the folders together. May import everything below but not the command line.
"""
