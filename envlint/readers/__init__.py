"""Readers turn the text of one file into facts.

Each reader is a module with three names: `reads(path)` says by the file's name whether it is for this reader,
`words` (any of which must occur in the text, or it holds no fact of its own; None for "always worth reading") and
`read(source)`, which yields facts and never raises for what a file holds: a part that cannot be parsed is a
`Broken` fact.
"""
