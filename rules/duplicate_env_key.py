"""A key stands twice in one env file, and only the last one counts.

No loader says so: the first value is simply never used, and whoever edits it wonders why nothing changes.

Keep the line that is meant and delete the other. Values of different environments belong in files of their own
(`.env.production`), or behind a `#`.

## Bad: the first value never counts
`backend/.env`
```env
CORS_ORIGIN=http://localhost:5173
LOG_LEVEL=debug

# production
CORS_ORIGIN=https://shop.acme.dev
```
Report:
```text
backend/.env:1:1: warning[duplicate-env-key] CORS_ORIGIN is set twice in this file, the last one wins
  |
1 | CORS_ORIGIN=…
  | ^^^^^^^^^^^
  ::: backend/.env:5:1
  |
5 | CORS_ORIGIN=…
  | ----------- this one counts
  = seen: a change of the first line changes nothing
  = help: delete the lines that do not count
```

## Bad: the same value twice
`frontend/.env.example`
```env
VITE_API_URL=http://localhost:8000
VITE_TITLE=Shop
VITE_API_URL=http://localhost:8000
```
Report:
```text
frontend/.env.example:1:1: note[duplicate-env-key] VITE_API_URL is set twice in this file, to the same value
  |
1 | VITE_API_URL=…
  | ^^^^^^^^^^^^
  ::: frontend/.env.example:3:1
  |
3 | VITE_API_URL=…
  | ------------ this one counts
  = help: delete the lines that do not count
```

## Good: the other value is a comment
`backend/.env`
```env
CORS_ORIGIN=http://localhost:5173
# CORS_ORIGIN=https://shop.acme.dev
```

## Good: the later line continues the earlier one
`backend/.env`
```env
ALLOWED=localhost
ALLOWED=${ALLOWED},shop.acme.dev
```

## Good: one key in two files
`frontend/.env`
```env
VITE_API_URL=http://localhost:8000
```
`frontend/.env.production`
```env
VITE_API_URL=https://api.acme.dev
```
"""

from __future__ import annotations

import re

from envlint.rule import Edit, EnvEntry, Fix, Label, Location, Problem, Problems, Severity, Wiring

SINCE = "0.1"
SEVERITY = Severity.WARNING

_KEEP_LAST = "delete the lines that do not count"


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each key that a file sets more than once, at the first line that does not count."""
    for path in wiring.env_files.paths():
        by_key: dict[str, list[EnvEntry]] = {}
        for entry in wiring.env_files.entries(path):
            if _value(entry) is not None:
                by_key.setdefault(entry.key, []).append(entry)
        for entries in by_key.values():
            if len(entries) > 1 and not any(_continues(entry) for entry in entries[1:]):
                yield _problem(entries)


def _value(entry: EnvEntry) -> str | None:
    """The value by the first dialect that reads the line; None where nobody does or there is no value."""
    reading = entry.python or entry.vite
    return reading.text if reading is not None else None


def _continues(entry: EnvEntry) -> bool:
    """Whether a value refers to its own key, and so to the line before."""
    return re.search(rf"\$\{{?{re.escape(entry.key)}\b", _value(entry) or "") is not None


def _problem(entries: list[EnvEntry]) -> Problem:
    first, last = entries[0], entries[-1]
    same = len({_value(entry) for entry in entries}) == 1
    others = [Label(entry.at, "this one does not count either") for entry in entries[1:-1]]
    return Problem(
        f"{first.key} is set {_times(len(entries))} in this file, {'to the same value' if same else 'the last one wins'}",
        first.at,
        (*others, Label(last.at, "this one counts")),
        symptom="" if same else "a change of the first line changes nothing",
        remedy=_KEEP_LAST,
        fixes=(Fix(_KEEP_LAST, tuple(Edit(_line(entry), "") for entry in entries[:-1])),),
        severity=Severity.NOTE if same else None,
    )


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"


def _line(entry: EnvEntry) -> Location:
    """The whole line of an entry with its line end; several lines where its value has several."""
    reading = entry.python or entry.vite
    source = entry.at.source
    start = source.text.rfind("\n", 0, entry.at.start) + 1
    end = source.text.find("\n", max(entry.at.end, reading.at.end if reading is not None else 0))
    return source.at(start, end + 1 if end >= 0 else len(source.text))
