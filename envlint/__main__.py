"""`python -m envlint` is the command `envlint`."""

from __future__ import annotations

import sys

from envlint.cli import main

if __name__ == "__main__":
    sys.exit(main())
