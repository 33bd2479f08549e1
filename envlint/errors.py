"""What the user can mend, told apart from what is a bug of ours."""

from __future__ import annotations


class UserError(Exception):
    """A mistake in what the user asked for; the command line ends with exit code 2 and this one line."""
