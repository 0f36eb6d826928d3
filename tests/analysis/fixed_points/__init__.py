"""Tests of `gatescope.analysis.fixed_points`."""
