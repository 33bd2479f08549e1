"""The configuration: `[tool.envlint]` in a pyproject.toml, or an envlint.toml.

`settings` is what a run goes by; `reading` makes it of a file's text, by the tables in `schema`.
"""
