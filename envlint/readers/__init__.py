"""Readers turn the text of one file into facts.

`names` says by a file's name which readers it is for. Each of them is a module with two names: `words` (any of which
must occur in the text, or it holds no fact of its own; None for "always worth reading") and `read(source)`, which
yields facts and never raises for what a file holds: a part that cannot be parsed is a `Broken` fact.
"""
