"""Tests of `gatescope.views.fixed_points`."""
