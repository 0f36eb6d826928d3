"""What a picture of fixed points is of, as a file states it."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.plots.gradient_words import plain


@dataclass(frozen=True)
class Subject:
    """The shown models.

    Attributes:
        models, cells: their names, separated by commas; sentence: the text beside which they are shown.
    """

    models: str = ""
    cells: str = ""
    sentence: str = ""

    def facts(self, title: str, finding: str) -> dict[str, str]:
        """Return what `Plot.facts` returns; `finding` is rich text."""
        return {
            "Title": title,
            "Cell": self.cells,
            "Model": self.models,
            "Sentence": self.sentence,
            "Finding": plain(finding),
        }


NONE = Subject()
