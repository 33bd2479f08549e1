"""Which configurations are valid, kept from one run to the next: to check one takes longer than a small run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from envlint.store import made_by, save
from envlint.unread import hexdigest

if TYPE_CHECKING:
    from pathlib import Path

    from envlint.configuration.said import Table


class ValidTables:
    """The configurations that were found to be valid, as they were understood; see `configuration.said.Valid`."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "configurations.json"

    def get(self, table: Table) -> Table | None:
        """What was made of a table; None where that is not known."""
        return self._read().get(_key_of(table))

    def put(self, table: Table, made: Table) -> None:
        """Keeps it with the last ones of others. Nothing is told where that fails."""
        known = [(key, each) for key, each in self._read().items() if key != _key_of(table)]
        kept = {**dict(known[1 - _MOST_TABLES :]), _key_of(table): made}
        data = json.dumps({"made_by": made_by(_CHECKED_BY), "tables": kept}).encode("ascii")
        save(self._file, iter([hexdigest(data).encode("ascii"), b"\n", data]))

    def _read(self) -> dict[str, Table]:
        try:
            digest, data = self._file.read_bytes().split(b"\n", 1)
            whole: Any = json.loads(data) if digest.decode("ascii") == hexdigest(data) else {}
        except (OSError, ValueError):
            return {}
        found: dict[str, Table] = whole["tables"] if whole and whole["made_by"] == made_by(_CHECKED_BY) else {}
        return found


_CHECKED_BY = ("configuration/*.py", "url.py")
_MOST_TABLES = 50


def _key_of(table: Table) -> str:
    return hexdigest(json.dumps(table, sort_keys=True, default=repr).encode("utf-8", "surrogatepass"))
