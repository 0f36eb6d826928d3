"""What is differentiated: a number that a network ends up with.

    last                            Σ of the last layer's hidden state after the last token
    tokens:K                        the same after token K, counted from 0
    readout:NAME[:LABEL][@K]        the score of a label in a read-out, after token K (the last, or @last, by default)

In a NAME, %3A, %40 and %25 stand for “:”, “@” and “%”; a LABEL is taken as it is.

A score is what stands before the squashing (the logit), so it goes on telling where a probability is stuck at 0 or 1.
The score of a logistic read-out's second label is its logit, that of the first is minus it; a linear read-out's scores
are its values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

import numpy as np

from gatescope.engine.network import Array, Network, ReadOut
from gatescope.errors import ModelError, UsageError
from gatescope.words import tr

_FORMS = "last, tokens:K or readout:NAME[:LABEL][@K]"
_NAME_MARKS = re.compile("[:@%]")


@dataclass(frozen=True)
class Target:
    """One number L of a run.

    Attributes:
        token: after which token, from 0; None for the last.
        readout: name of the read-out whose score is meant; None for the sum of the last layer's hidden state (all
            directions).
        label: of that read-out; None for the second label of a logistic read-out, for the label with the highest score
            of a softmax, and for the first column of a linear read-out.
    """

    token: int | None = None
    readout: str | None = None
    label: str | None = None

    @classmethod
    def parse(cls, text: str) -> Target:
        """Read one of the forms above; `str` writes them.

        Raises:
            UsageError: it is none of them.
        """
        if text == "last":
            return cls()
        if match := re.fullmatch(r"tokens?:(\d+)", text):
            return cls(token=int(match[1]))
        if match := re.fullmatch(r"readout:([^:@]+)(?::(.*?))?(?:@(\d+|last))?", text, re.DOTALL):
            return cls(None if match[3] in (None, "last") else int(match[3]), unquote(match[1]), match[2])
        raise UsageError(tr("{text!r} names nothing to differentiate; give {forms}", text=text, forms=_FORMS))

    def __str__(self) -> str:
        if self.readout is None:
            return "last" if self.token is None else f"tokens:{self.token}"
        label = "" if self.label is None else f":{self.label}"
        token = "" if self.token is None else f"@{self.token}"
        # A label may itself look as if it named a token.
        if not token and re.search(r"@(\d+|last)\Z", label):
            token = "@last"
        return f"readout:{_NAME_MARKS.sub(lambda mark: quote(mark[0], safe=''), self.readout)}{label}{token}"

    def resolve(self, network: Network, hidden: Array) -> tuple[Target, Array]:
        """Return the target with its label filled in, and ∂L/∂`hidden` (T, F).

        Args:
            network: has the read-outs.
            hidden: (T, F) the last layer's hidden state, directions side by side.

        Raises:
            UsageError: the text is empty, or has no such token, the network no such read-out or label.
            ModelError: the read-out holds numbers that are not finite.
        """
        if not len(hidden):
            raise UsageError(tr("there is nothing to differentiate: the text has no tokens"))
        token = len(hidden) - 1 if self.token is None else self.token
        if not 0 <= token < len(hidden):
            raise UsageError(
                tr(
                    "there is no token {token}: the text has {count}, 0 … {count2}",
                    token=token,
                    count=len(hidden),
                    count2=len(hidden) - 1,
                )
            )
        asked = np.zeros_like(hidden)
        if self.readout is None:
            asked[token] = 1
            return self, asked
        readout = _find(network, self.readout)
        with np.errstate(all="ignore"):
            scores = readout.weight @ hidden[token] + readout.bias
        label = self.label
        if label is None:
            label = readout.labels[{"linear": 0, "logistic": 1, "softmax": int(scores.argmax())}[readout.kind]]
        if label not in readout.labels:
            raise UsageError(
                tr(
                    "the read-out {name!r} has no label {label!r}; it has {listed}",
                    name=readout.name,
                    label=label,
                    listed=", ".join(readout.labels),
                )
            )
        index = readout.labels.index(label)
        asked[token] = (2 * index - 1) * readout.weight[0] if readout.kind == "logistic" else readout.weight[index]
        if not np.isfinite(asked[token]).all():
            raise ModelError(tr("the read-out {name!r} has weights that are not finite numbers", name=readout.name))
        return replace(self, label=label), asked

    def at_every_token(self, network: Network, hidden: Array) -> Array:
        """Return (T, F) in row t what the number asks of the last layer's hidden state after token t, were it read
        there; its own token means nothing here.

        Args:
            network: has the read-outs.
            hidden: (T, F) the last layer's hidden state; where no label is named, a softmax takes its likeliest one at
                every token.

        Raises:
            UsageError: the network has no such read-out or label.
            ModelError: the read-out holds numbers that are not finite.
        """
        if self.readout is None or not len(hidden):
            return np.ones_like(hidden)
        rows = [replace(self, token=0).resolve(network, hidden[t : t + 1])[1] for t in self._read_at(network, hidden)]
        return np.broadcast_to(rows[0], hidden.shape) if len(rows) == 1 else np.concatenate(rows)

    def _read_at(self, network: Network, hidden: Array) -> range:
        """Return the tokens whose score may be of a label of its own: the first stands for all where they share one."""
        assert self.readout is not None
        one = self.label is not None or _find(network, self.readout).kind != "softmax"
        return range(min(len(hidden), 1)) if one else range(len(hidden))


def nearest(network: Network, wanted: Target | None, tokens: int) -> Target:
    """Return `wanted`, or the nearest target that the network and a text of so many tokens have.

    A token that does not exist is the last one, a read-out that does not exist the first one, or the sum of h where
    there is none. None asks for the first read-out after the last token.
    """
    token = wanted.token if wanted is not None and wanted.token is not None and wanted.token < tokens else None
    if wanted is not None and wanted.readout is None:
        return Target(token)
    named = None if wanted is None else next((one for one in network.readouts if one.name == wanted.readout), None)
    if wanted is None or named is None:
        return Target(token, network.readouts[0].name) if network.readouts else Target(token)
    return Target(token, named.name, wanted.label if wanted.label in named.labels else None)


def _find(network: Network, name: str) -> ReadOut:
    for readout in network.readouts:
        if readout.name == name:
            return readout
    names = ", ".join(readout.name for readout in network.readouts)
    raise UsageError(
        tr("there is no read-out {name!r}; the network has {names}", name=name, names=names)
        if names
        else tr("this network has no read-out")
    )
