"""The tour: five steps through the real window, at the first start and from the Help menu.

Belongs here: its steps, the callout beside the control in turn, and how a step is seen to be done. The controls stay in
use; nothing here stands between them and mouse or keyboard. May import `app.window` and what `app` may.
"""
