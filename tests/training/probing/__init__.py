"""What a trained network holds of its task."""
