"""python-dotenv's own parser, so that envlint reads an env file exactly as the installed version does.

`import dotenv` runs the package's `__init__`, which imports logging and tempfile and takes ten times as long as the
parser alone. The inner module needs nothing of its package, so it is loaded from its file; where that does not work
(another layout in another version) the package is imported as usual.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import sys
from functools import cache
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType
    from typing import IO

    from dotenv.parser import Binding

_NAME = "dotenv.parser"


def bindings(text: str) -> Iterator[Binding]:
    r"""What python-dotenv reads from a text whose line ends are all `\n`. Their originals join to the whole text."""
    return _parse_stream()(io.StringIO(text, newline=""))


@cache
def _parse_stream() -> Callable[[IO[str]], Iterator[Binding]]:
    module = sys.modules.get(_NAME) or inner_module() or importlib.import_module(_NAME)
    found: Callable[[IO[str]], Iterator[Binding]] = module.parse_stream
    return found


def inner_module() -> ModuleType | None:
    """The parser without its package, or None where it cannot be had so."""
    package = importlib.util.find_spec("dotenv")
    locations = package.submodule_search_locations if package is not None else None
    spec = PathFinder.find_spec("parser", list(locations)) if locations else None
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except ImportError:
        return None
    return module if hasattr(module, "parse_stream") else None
