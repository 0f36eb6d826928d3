"""From a view's `Question` to its `Answer`: the table of analyses, and the thread that runs them beside typing.

Belongs here: asking, running, cancelling and remembering analyses; what they compute is in `gatescope.analysis`. May
import analysis, `run` and `processes`, and Qt's signals and threads.
"""
