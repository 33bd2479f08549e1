"""Which files are whose, by their names. No reader is loaded to tell."""

from __future__ import annotations

import re
from functools import lru_cache

from envlint.patterns import pattern

_TEMPLATE = r"(?:example|sample|template|dist|defaults|tmpl|tpl)"

_ENV_FILE = pattern(
    rf"[\w.-]*\.env(?:\.[\w-]+)*"
    rf"|\.?(?:dot)?env(?:[._-]\w+)*?[._-]{_TEMPLATE}(?:[._-]\w+)*"
    rf"|\.?{_TEMPLATE}[._-]?env(?:\.[\w-]+)*",
    re.ASCII,
)
"""`.env`, `.env.local`, `prod.env`; `env.example` and `.env-sample`; `example.env` and `.sample.env.local`."""

_NO_ENV_FILE = pattern(
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


_SCRIPTS = (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte")
PAGES = (".html", ".htm", ".jinja2", ".ejs")
"""Endings of pages whose script blocks are read."""

_NO_SCRIPTS = (".d.ts", ".d.mts", ".d.cts", ".min.js", ".min.mjs", ".bundle.js")


def is_script(path: str) -> bool:
    """Whether a file is a script, a Vue or Svelte component or a page; type declarations and minified code are none."""
    return path.endswith((*_SCRIPTS, *PAGES)) and not path.endswith(_NO_SCRIPTS)


def is_env_file(path: str) -> bool:
    """Whether a file holds `NAME=value` lines that a loader reads, or is a template of one."""
    name = path.rpartition("/")[2]
    return _ENV_FILE.fullmatch(name) is not None and _NO_ENV_FILE.search(name) is None


def _paths(text: str) -> re.Pattern[str]:
    return pattern(text, re.DOTALL)  # a name may hold a line feed


_CODE = r"\.[cm]?[jt]s"
_NAMES = {
    "nginx": _paths(
        r"(?!.*\.(?:[cm]?[jt]sx?|json|py|sh|md|ya?ml|html?|css|vue|svelte)$)"
        r"(?:.+/)?(?:[^/]+\.(?:conf|nginx)(?:\.[\w.-]+)?|[^/]*nginx[^/]*\.(?:template|tmpl|tpl|example|sample)"
        r"|(?:sites-(?:available|enabled)|conf\.d)/[^/]+)"
    ),
    "caddy": _paths(r"(?:.+/)?(?:Caddyfile(?:[.-][\w.-]+)?|[\w.-]+\.[Cc]addyfile)"),
    "angular": _paths(r"(?:.+/)?(?:angular\.json|package\.json|[\w.-]*proxy[\w.-]*\.(?:json|[cm]?js))"),
    "astro_config": _paths(rf"(?:.+/)?astro\.config{_CODE}"),
    "next_config": _paths(rf"(?:.+/)?next\.config{_CODE}"),
    "nuxt_config": _paths(rf"(?:.+/)?nuxt\.config{_CODE}"),
    "served_folders": _paths(rf"(?:.+/)?[^/]*(?:\.py|{_CODE})"),
    "setup_proxy": _paths(rf"(?:.+/)?src/setupProxy{_CODE}"),
    "vite": _paths(rf"(?:.+/)?(?:electron\.)?vite\.config{_CODE}"),
    "webpack_config": _paths(
        rf"(?:.+/)?(?![^/]*(?:prod|build))"
        rf"(?:vue\.config|webpack[\w.-]*(?:config|dev|development|common)[\w.-]*){_CODE}"
    ),
    "python": _paths(r".*\.py"),
    "commands": _paths(
        r"(?:.+/)?(?:(?:GNU)?[Mm]akefile(?:\.[^/]+)?|[^/]+\.mk|\.?[Jj]ustfile|[^/]+\.just|Procfile(?:\.[^/]+)?"
        r"|[^/]+\.(?:sh|bash|zsh|bat|cmd|ps1))"
    ),
    "compose": _paths(r"(?:.+/)?(?:[^/]+\.)?(?:docker-compose|compose)(?:[._-][^/]*)?\.ya?ml"),
    "dockerfile": _paths(
        r"(?:.+/)?(?:(?:Docker|Container)file(?:[.-][^/]+)?|[^/]+\.(?:Docker|docker|Container|container)file)"
    ),
    "package_json": _paths(r"(?:.+/)?package\.json"),
    "node_version": _paths(r"(?:.+/)?(?:\.nvmrc|\.node-version|\.tool-versions)"),
    "pins": _paths(
        r"(?:.+/)?(?:[\w.-]*requirements[\w.-]*\.(?:txt|in)|requirements/[\w.-]+\.txt|pyproject\.toml|setup\.py|Pipfile"
        r"|(?:poetry|uv|pdm)\.lock|(?:package-lock|npm-shrinkwrap)\.json|yarn\.lock|pnpm-lock\.yaml)"
    ),
    "tsconfig": _paths(r"(?:.+/)?(?:ts|js)config(?:[.-][^/]+)?\.json"),
    "render": _paths(r"(?:.+/)?render\.ya?ml"),
    "workflow": _paths(r"(?:.+/)?\.github/workflows/[^/]+\.ya?ml"),
}
"""The paths of the files that a reader is for, by its module. Env files and scripts have functions of their own."""

READERS = (
    *("nginx", "caddy", "dotenv", "angular", "astro_config", "next_config", "nuxt_config", "served_folders"),
    *("setup_proxy", "vite", "webpack_config", "javascript", "python", "commands", "compose", "dockerfile"),
    *("package_json", "node_version", "pins", "tsconfig", "render", "workflow"),
)
"""In the order in which they are asked."""

_MODULES = (".py", *_SCRIPTS)
_TELLING = pattern(r"conf|webpack|proxy|file|setup", re.IGNORECASE)
"""A word in the name of each module that has more readers than others of its kind; in those of some others as well."""


@lru_cache(maxsize=1 << 18)
def readers_of(path: str) -> tuple[str, ...]:
    """The readers that a file is for, by the names of their modules."""
    name = path[path.rfind("/") + 1 :]
    if name.endswith(_MODULES) and not _TELLING.search(name):  # most files of a project, of which each is asked for
        return _of_module(name[max(name.find("."), 0) :])
    return _asked(path)


@lru_cache(maxsize=1 << 10)
def _of_module(suffixes: str) -> tuple[str, ...]:
    return _asked(f"a{suffixes}")


def _asked(path: str) -> tuple[str, ...]:
    return tuple([reader for reader in READERS if _is_for(reader, path)])


def _is_for(reader: str, path: str) -> bool:
    if reader == "dotenv":
        return is_env_file(path)
    return is_script(path) if reader == "javascript" else _NAMES[reader].fullmatch(path) is not None
