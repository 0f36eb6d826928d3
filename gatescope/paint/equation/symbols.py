"""The names of symbols in LaTeX, and how much space they keep around them."""

from __future__ import annotations

SYMBOLS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "eta": "η",
    "theta": "θ", "lambda": "λ", "mu": "μ", "nu": "ν", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "ϕ",
    "varphi": "φ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Sigma": "Σ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ", "partial": "∂", "nabla": "∇", "infty": "∞", "prime": "′",
    "odot": "⊙", "cdot": "·", "times": "×", "pm": "±", "circ": "∘", "approx": "≈", "equiv": "≡", "neq": "≠",
    "ne": "≠", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "ll": "≪", "gg": "≫", "in": "∈", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "mapsto": "↦", "Rightarrow": "⇒", "propto": "∝", "sim": "∼", "ldots": "…",
    "dots": "…", "cdots": "⋯", "lVert": "‖", "rVert": "‖", "Vert": "‖", "|": "‖", "vert": "|", "lvert": "|",
    "rvert": "|", "{": "{", "}": "}", "%": "%", "_": "_", "&": "&", "#": "#", "$": "$", "lbrace": "{", "rbrace": "}",
    "langle": "⟨", "rangle": "⟩", "bullet": "•", "top": "⊤", "oplus": "⊕", "forall": "∀", "mid": "|",
}  # fmt: skip
"""By their names after the backslash."""
LARGE = {"prod": "∏", "sum": "∑"}
"""Drawn larger, with their limits above and below."""
FUNCTIONS = frozenset(("tanh", "log", "ln", "exp", "sin", "cos", "max", "min", "det", "softmax", "diag"))
"""Written upright."""
SPACES = {",": 0.17, ":": 0.22, ";": 0.28, "quad": 1.0, "qquad": 2.0, " ": 0.25, "!": -0.17}
"""In parts of the size of the text."""
ACCENTS = {"tilde": "~", "widetilde": "~", "bar": "ˉ", "overline": "ˉ", "hat": "ˆ", "widehat": "ˆ", "dot": "˙"}
RELATIONS = frozenset("=≈≡≠≤≥<>≪≫∈→←↦⇒∝∼")
OPERATIONS = frozenset("+−⊙·×±∘⊕")
UPRIGHT = frozenset("∂∇∞ΓΔΘΛΣΦΨΩ")
"""Letters that are not slanted."""
GATE_LETTERS = {"f": "forget_gate", "i": "input_gate", "o": "output_gate", "z": "update_gate", "r": "reset_gate"}
"""What a letter on the line stands for, whose hue it takes; as an index it counts something."""
