"""The token range of a picture whose text is not that of the other views: all of it, however long."""

from __future__ import annotations

from gatescope.views.tokens.range import TokenRange


class WholeRange(TokenRange):
    """Shows all tokens until a person zooms; `reset` shows all of them again."""

    def show_all(self, count: int) -> None:
        """Take a text of `count` tokens; a zoom stays while it is as long as before."""
        if count != self._count:
            self.set_tokens(count, None)
            self.reset()

    def reset(self) -> None:
        self.show(0.0, float(max(self._count, 1)))
