"""Whether the output goes to an AI agent, which pays for each word of it."""

from __future__ import annotations

import os

VARIABLES = (
    "AI_AGENT",
    "AGENT",
    "AUGMENT_AGENT",
    "CLAUDECODE",
    "CLINE_ACTIVE",
    "CODEX_SANDBOX",
    "CURSOR_AGENT",
    "GEMINI_CLI",
    "GOOSE_TERMINAL",
    "OPENCODE",
)
"""What agents set for the commands that they run: https://agents.md and their own documentation."""


def is_agent() -> bool:
    """Whether an agent's variable is set to anything but nothing, 0 and false."""
    return any(os.environ.get(name, "").lower() not in {"", "0", "false"} for name in VARIABLES)
