"""The exit codes, the same for every command and output format."""

CLEAN, FOUND, MISTAKE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
"""130 is the shell's own for Ctrl-C."""

MEANINGS = {
    CLEAN: "clean",
    FOUND: "findings at or above --fail-on",
    MISTAKE: "a mistake in what was asked for",
    BUG: "a bug in envlint",
}
