"""The lines that bring the toy in: one in the table of docks, one in that of painters."""

from __future__ import annotations

import pytest

from gatescope.app.window import dock_table
from gatescope.paint import registry
from tests.app.toy.word_lengths_plot import WordLengthsPlot, paint_word_lengths
from tests.app.toy.word_lengths_view import WordLengthsView


def bring_into_an_empty_workspace(monkeypatch: pytest.MonkeyPatch, group: str, name: str) -> None:
    """As `bring_in`, and no dock of the app stands in the workspace `name`."""
    elsewhere = tuple(dock for dock in dock_table.DOCKS if name not in dock.workspaces)
    monkeypatch.setattr(dock_table, "DOCKS", elsewhere)
    bring_in(monkeypatch, group, name)


def bring_in(monkeypatch: pytest.MonkeyPatch, group: str, *workspaces: str) -> None:
    """Give windows that are made from now on a dock of word lengths, below the maps, in each of `workspaces`."""
    line = dock_table.Dock("lengths", "Word lengths", "bottom", group, 10, WordLengthsView, workspaces)
    monkeypatch.setattr(dock_table, "DOCKS", (*dock_table.DOCKS, line))
    monkeypatch.setitem(registry.PAINTERS, WordLengthsPlot, paint_word_lengths)
