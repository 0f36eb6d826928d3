"""GateScope: the inside of recurrent networks, visible.

The top of the package holds only what every layer may use: the version, the error tree (`errors`) and the one
function that finds the bundled files (`resources`). It imports nothing heavy.
"""

__version__ = "0.1.0"
