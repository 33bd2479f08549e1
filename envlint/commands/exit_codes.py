"""The exit codes, the same for every command and output format."""

CLEAN, FOUND, MISTAKE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
"""130 is the shell's own for Ctrl-C."""
