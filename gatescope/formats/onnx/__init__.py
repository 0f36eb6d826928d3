"""ONNX: the recurrent nodes of a graph with their weights, the embedding before and the read-out after them.

Belongs here: everything that knows the operators and the containers of ONNX. May import `gatescope.formats` beside it
and what lies below; the onnx package (an extra) is imported by functions only, and nothing is ever run by it.
"""

from gatescope.formats.onnx.reader import read

__all__ = ["read"]
