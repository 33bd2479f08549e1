"""Which files of a folder a run looks at, by their names alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from envlint.patterns import pattern

Wants = Callable[[str], bool]
"""Whether some reader wants the file of a relative path (with `/`)."""

_INSTALLED_OR_BUILT = frozenset(
    {
        "__pycache__",
        "__pypackages__",
        "_next",
        "_nuxt",
        "bower_components",
        "dist",
        "dist-packages",
        "htmlcov",
        "jspm_packages",
        "node_modules",
        "Pods",
        "site-packages",
        "staticfiles",
        "third_party",
    }
)
_OUTPUT_BESIDE_MANIFEST = frozenset({"build", "coverage", "out", "target", "vendor"})
"""Words that are also used for source folders: they hold output only beside the manifest of the tool that writes it."""

MANIFESTS = frozenset(
    {
        "Cargo.toml",
        "Gemfile",
        "build.gradle",
        "build.gradle.kts",
        "composer.json",
        "go.mod",
        "package.json",
        "pom.xml",
        "pyproject.toml",
        "setup.py",
    }
)
"""Of the tools that write output into such a folder."""

FOLDER_MARKS = frozenset({"pyvenv.cfg", "conda-meta", "CACHEDIR.TAG"})
"""What stands in a virtual environment (PEP 405), in conda's, and in a cache (https://bford.info/cachedir/)."""

_DOT_FOLDERS = frozenset({".config", ".deploy", ".devcontainer", ".docker", ".env", ".envs", ".github"})
"""Folders with a dot are the state of some tool, except these; and all of them inside `.envs`."""

_MINIFIED_NAME = pattern(r"[.-]min\.[^./]+$|\.(?:bundle|chunk)\.[cm]?js$", re.IGNORECASE)


def is_entered(path: str, name: str, manifests: Collection[str]) -> bool:
    """Whether a folder is looked into. `manifests` are those of `MANIFESTS` that stand beside it."""
    if name in _INSTALLED_OR_BUILT or (name in _OUTPUT_BESIDE_MANIFEST and manifests):
        return False
    return not name.startswith(".") or name in _DOT_FOLDERS or ".envs" in path.split("/")


def is_minified(name: str) -> bool:
    """Whether a file is made by a machine for machines, by its name."""
    return _MINIFIED_NAME.search(name) is not None


class Listed:
    """Files of which only the paths are known, as those of a commit, and which of them a walk over them would find.

    `is_excluded` is asked for each path, that of a folder with a slash at its end.
    """

    def __init__(self, paths: Iterable[str], wants: Wants, is_excluded: Wants) -> None:
        self._wants = wants
        self._is_excluded = is_excluded
        self._names: dict[str, set[str]] = defaultdict(set)
        self._entered = {"": True}
        for path in paths:
            folder, _, name = path.rpartition("/")
            self._names[folder].add(name)

    def finds(self, path: str) -> bool:
        """Whether a walk would find a file."""
        folder, _, name = path.rpartition("/")
        is_chosen = self._wants(path) and not is_minified(name) and not self._is_excluded(path)
        return is_chosen and self._enters(folder)

    def _enters(self, folder: str) -> bool:
        known = self._entered.get(folder)
        if known is None:
            above, _, name = folder.rpartition("/")
            known = self._entered[folder] = (
                self._enters(above)
                and is_entered(folder, name, self._names[above] & MANIFESTS)
                and not self._is_excluded(f"{folder}/")
                and FOLDER_MARKS.isdisjoint(self._names[folder])
            )
        return known
