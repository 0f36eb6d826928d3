"""The desktop app: QApplication, the main window, docks, actions, the controller. Wiring only.

Belongs here: what connects views to the session. May import everything below.
"""
