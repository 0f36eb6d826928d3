"""The network that cards are compared with: as the person has edited it, before any weights are copied."""

from __future__ import annotations

from gatescope.engine.network import Network
from gatescope.session.document.document import Document
from gatescope.session.run.reading import VectorReading


class BaseNetwork:
    """Gives a model that reads vectors those for an embedding, as its run has them; the same object while nothing
    changes, so that a question about it is the same."""

    def __init__(self) -> None:
        self._reading = VectorReading()

    def of(self, document: Document, model: str) -> Network:
        """Return the network of the open model called `model`."""
        network = document.networks[model]
        if network.embedding is not None:
            return network
        return self._reading.read(network, document.fed.get(model))[0]
