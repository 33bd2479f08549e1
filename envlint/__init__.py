"""envlint finds the places where the two halves of a web project will not find each other."""

from __future__ import annotations

__version__ = "0.1.0"
