"""Tests of `gatescope.paint.fixed_points`."""
