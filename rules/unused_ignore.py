"""An ignore comment silences nothing.

The fault that it spoke of is mended or has moved. The comment stays and will silence the next one of its kind on that
line, which nobody has looked at.

Drop the name from the comment, or the comment. An entry of a baseline that fits nothing any more is reported as well;
`envlint baseline` writes it anew.

## Bad: the fault was mended
`backend/.env`
```dotenv
API_URL=http://localhost:8000  # envlint: ignore[duplicate-env-key] two tunnels
```
Report:
```text
backend/.env:1:50: note[unused-ignore] nothing is silenced by this comment: duplicate-env-key finds nothing here
  |
1 | API_URL=…[…] …
  |           ^
  = seen: none
  = help: drop the name from the comment, or the comment
```

## Bad: for a whole file
`backend/.env`
```dotenv
# envlint: ignore-file[duplicate-env-key]
API_URL=http://localhost:8000
```
Report:
```text
backend/.env:1:24: note[unused-ignore] nothing is silenced by this comment: duplicate-env-key finds nothing in this file
  |
1 | # envlint: …[…]
  |              ^
  = seen: none
  = help: drop the name from the comment, or the comment
```

## Good: it silences something
`backend/.env`
```dotenv
API_URL=http://localhost:8000  # envlint: ignore[duplicate-env-key] the tunnel wins while it is up
API_URL=https://tunnel.example.com
```

## Good: a comment above the line
`backend/.env`
```dotenv
# envlint: ignore[duplicate-env-key] the tunnel wins while it is up
API_URL=http://localhost:8000
API_URL=https://tunnel.example.com
```
"""

from __future__ import annotations

from envlint.rule import Ignores, Problem, Problems, Severity

SINCE = "0.1"
SEVERITY = Severity.NOTE


def check_ignores(ignores: Ignores) -> Problems:
    """Yields a problem for each name in a comment, and each entry of a baseline, that silenced nothing."""
    for comment, name, at in ignores.unused:
        where = "in this file" if comment.covers.start == 0 and "ignore-file" in comment.at.text else "here"
        yield Problem(
            f"nothing is silenced by this comment: {name} finds nothing {where}",
            at,
            symptom="none",
            remedy="drop the name from the comment, or the comment",
        )
    for known in ignores.stale:
        yield Problem(
            f"the baseline has a finding of {known.rule} in {known.path} that is there no more",
            known.at,
            symptom="none",
            remedy="write the baseline anew with `envlint baseline`",
        )
