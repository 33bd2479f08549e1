"""An ignore comment names no rule.

A comment that silences nothing is worse than none: whoever reads it takes the line for looked at. A name with a typo, a
rule that was renamed, or a comment without a name lets the finding stand, and the day the rule is added to the project's
checks it will be found that the exception was never in force.

Write the name as the report has it, between square brackets: `envlint: ignore[rule-name] the reason`.

## Bad: a name with a typo
`backend/.env`
```dotenv
# envlint: ignore[duplicate-env-keys] the second one is for the tunnel
API_URL=http://localhost:8000
API_URL=https://tunnel.example.com
```
Report:
```text
backend/.env:1:19: warning[unknown-ignore] there is no rule 'duplicate-env-keys', so this comment silences nothing; did you mean 'duplicate-env-key'?
  |
1 | # envlint: …[…] …
  |              ^
  = seen: none: the finding is reported as before
  = help: write duplicate-env-key
```

## Bad: no name at all
`frontend/src/api.ts`
```typescript
export const socket = new WebSocket('ws://localhost:8000/ws') // envlint: ignore
```
Report:
```text
frontend/src/api.ts:1:66: warning[unknown-ignore] this ignore comment names no rule, so it silences nothing
  |
1 | export const socket = new WebSocket('ws://localhost:8000/ws') // envlint: ignore
  |                                                                  ^^^^^^^^^^^^^^^
  = seen: none: the finding is reported as before
  = help: name the rule between square brackets: envlint: ignore[rule-name]
```

## Good: the name of a rule
`backend/.env`
```dotenv
API_URL=http://localhost:8000  # envlint: ignore[duplicate-env-key] the tunnel wins while it is up
API_URL=https://tunnel.example.com
```

## Good: a text that only speaks of such comments
`backend/.env`
```dotenv
# To silence envlint, write its name for the rule in a comment of this line.
API_URL=http://localhost:8000
```
"""

from __future__ import annotations

from envlint.rule import Edit, Fix, Ignores, Location, Problem, Problems, Safety, Severity, nearest

SINCE = "0.1"
SEVERITY = Severity.WARNING


def check_ignores(ignores: Ignores) -> Problems:
    """Yields a problem for each name that is no rule's, and for each comment without a name."""
    for comment in ignores.comments:
        if not comment.names:
            yield Problem(
                "this ignore comment names no rule, so it silences nothing",
                comment.at,
                symptom="none: the finding is reported as before",
                remedy="name the rule between square brackets: envlint: ignore[rule-name]",
            )
        for name, at in comment.names:
            if name not in ignores.rules:
                yield _unknown(name, at, ignores)


def _unknown(name: str, at: Location, ignores: Ignores) -> Problem:
    near = nearest(name, ignores.rules)
    hint = f"; did you mean {near!r}?" if near else ""
    fixes = (Fix(f"write {near}", (Edit(at, near),), Safety.SAFE),) if near else ()
    return Problem(
        f"there is no rule {name!r}, so this comment silences nothing{hint}",
        at,
        symptom="none: the finding is reported as before",
        remedy=f"write {near}" if near else "write the name as the report has it, or drop the comment",
        fixes=fixes,
    )
