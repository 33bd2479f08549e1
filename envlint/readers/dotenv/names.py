"""Which files are env files, by their names."""

from __future__ import annotations

import re

from envlint.patterns import pattern

_TEMPLATE = r"(?:example|sample|template|dist|defaults|tmpl|tpl)"

_ENV_FILE = pattern(
    rf"[\w.-]*\.env(?:\.[\w-]+)*"
    rf"|\.?(?:dot)?env(?:[._-]\w+)*?[._-]{_TEMPLATE}(?:[._-]\w+)*"
    rf"|\.?{_TEMPLATE}[._-]?env(?:\.[\w-]+)*",
    re.ASCII,
)
"""`.env`, `.env.local`, `prod.env`; `env.example` and `.env-sample`; `example.env` and `.sample.env.local`."""

_OTHER = pattern(
    r"""\.(?:
    # code and documents
    bash|bat|cjs|cmd|cs|css|cts|ejs|erb|fish|go|hbs|html?|ini|j2|java|jinja2?|js|json[5c]?|jsx|kt|less|lua|mdx?|mjs|mts
    |mustache|nix|njk|nu|php|ps1|psm1|pyi?|rb|rs|scss|sh|snap|sql|svelte|toml|tsx?|txt|vue|xml|ya?ml|zsh
    # encrypted, or a description of an env file
    |age|asc|crypt|enc|encrypted|gpg|keys|pgp|schema|sealed|sops|vault
    # copies that no loader reads, and pictures
    |backup|bak|bk|gif|gz|jpe?g|lock|log|old|orig|png|rej|save|svg|sw[op]|tmp|webp|zip
    )(?=\.|$)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Suffixes of files that hold something else."""


def is_env_file(path: str) -> bool:
    """Whether a file holds `NAME=value` lines that a loader reads, or is a template of one."""
    name = path.rpartition("/")[2]
    return _ENV_FILE.fullmatch(name) is not None and _OTHER.search(name) is None
