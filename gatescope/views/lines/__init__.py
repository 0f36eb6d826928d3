"""Lines over the token axis: traces, read-out, their legend and grid."""
