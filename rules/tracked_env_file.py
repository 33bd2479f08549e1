"""An env file with secrets in it is under version control.

Whoever can read the repository, a fork of it or a backup has the secrets, and deleting the file does not take them
back: the history keeps every version. Programs search public repositories for keys all day long, so a key that was
pushed counts as stolen (https://docs.github.com/en/code-security/concepts/secret-security/secret-leakage-risks).

Revoke the secrets where they were issued, first of all. Then take the file out of the index with `git rm --cached`,
add it to `.gitignore`, and commit a template (`.env.example`) that has the names without the values. A file that is
meant to be committed holds nothing secret, or holds it encrypted (dotenvx, SOPS).

Only what is clearly a secret is reported: the forms in which providers issue keys, passwords in the addresses of
databases elsewhere, and values that were plainly made by a machine under a name that says what they are. Whether a file
is under version control is read from git's index; without git this rule is silent.

## Bad: a key, and a database's password
`backend/.env`
```env tracked
LOG_LEVEL=info
OPENAI_API_KEY=sk-proj-Qm4vT9xLr2Wb8NzK5cYh7DfG3sJpUaEe
DATABASE_URL=postgresql://shop:Vt7rQ9mXw2@db-7.eu-west.postgres.acme.dev/shop
```
Report:
```text
backend/.env:2:1: warning[tracked-env-file] backend/.env is under version control and holds OPENAI_API_KEY and 1 other secret
  |
2 | OPENAI_API_KEY=…
  | ^^^^^^^^^^^^^^
  ::: backend/.env:3:1
  |
3 | DATABASE_URL=…
  | ------------ a secret as well
  = seen: git ls-files lists the file; every clone has the secrets, and so has the history once it is deleted
  = help: revoke what was pushed; then git rm --cached, a line in .gitignore, and a template without the values
```

## Bad: a session secret among settings
`.env.production`
```env tracked
NODE_ENV=production
SESSION_SECRET=9f2c7a1e5b8d4036c1e7f92ab45d8036
```
Report:
```text
.env.production:2:1: warning[tracked-env-file] .env.production is under version control and holds SESSION_SECRET
  |
2 | SESSION_SECRET=…
  | ^^^^^^^^^^^^^^
  = seen: git ls-files lists the file; every clone has the secrets, and so has the history once it is deleted
  = help: revoke what was pushed; then git rm --cached, a line in .gitignore, and a template without the values
```

## Good: git does not have the file
`backend/.env`
```env untracked
OPENAI_API_KEY=sk-proj-Qm4vT9xLr2Wb8NzK5cYh7DfG3sJpUaEe
```

## Good: it is not known whether git has the file
`backend/.env`
```env
OPENAI_API_KEY=sk-proj-Qm4vT9xLr2Wb8NzK5cYh7DfG3sJpUaEe
```

## Good: placeholders, the passwords of a developer's own database, and what is no secret
`.env`
```env tracked
POSTGRES_PASSWORD=postgres
DATABASE_URL=postgresql://postgres:postgres@localhost:5432/shop
REDIS_URL=redis://:Vt7rQ9mXw2@redis:6379/0
SECRET_KEY=changeme-in-production-1a2b3c
JWT_SECRET=dev-secret-key-2f6b
OPENAI_API_KEY=sk-your-openai-api-key-goes-here-1
ANTHROPIC_API_KEY=
STRIPE_SECRET_KEY=${STRIPE_SECRET_KEY}
SECRET_KEY_FILE=/run/secrets/session_9f2c7a1e5b8d4036
ACCESS_TOKEN_EXPIRE_MINUTES=60
BUILD_ID=9f2c7a1e5b8d4036c1e7f92ab45d8036
VITE_FIREBASE_API_KEY=AIzaSyQm4vT9xLr2Wb8NzK5cYh7DfG3sJpUaEe4
```

## Good: a template, and made-up values for development and tests
`.env.example`
```env tracked
SESSION_SECRET=9f2c7a1e5b8d4036c1e7f92ab45d8036
```
`.env.test`
```env tracked
SESSION_SECRET=9f2c7a1e5b8d4036c1e7f92ab45d8036
```
`.env.development`
```env tracked
SESSION_SECRET=9f2c7a1e5b8d4036c1e7f92ab45d8036
```

## Good: encrypted values
`.env`
```env tracked
OPENAI_API_KEY=encrypted:BNqm4vT9xLr2Wb8NzK5cYh7DfG3sJpUaEe4Qm4vT9xLr2Wb8NzK5cYh7DfG3
```
"""

from __future__ import annotations

import re

from envlint.rule import (
    EnvEntry,
    Iterator,
    Label,
    Problem,
    Problems,
    Wiring,
    env_name,
    is_issued,
    is_login,
    is_publishable,
    is_random,
    regex,
)

SINCE = "0.1"
SEVERITY = "warning"

_SECRET_NAME = regex(
    r"(?:.*_)?(?:SECRET|TOKEN|PASSWORD|PASSWD|PASS|PWD|CREDENTIALS?|SALT|KEY_BASE|API_?KEY"
    r"|(?:SECRET|PRIVATE|ACCESS|ENCRYPTION|SIGNING|MASTER|AUTH|SERVICE|ROLE|JWT|HMAC|FERNET)_?KEY)(?:_?\d+)?",
    re.IGNORECASE,
)
_PUBLIC_NAME = regex(
    r"^(?:VITE|NEXT_PUBLIC|REACT_APP|VUE_APP|NUXT_PUBLIC|EXPO_PUBLIC|GATSBY|PUBLIC)_|PUBLISHABLE|ANON|SITE_?KEY|FIREBASE"
    r"|MAPS|_PUBLIC_",
    re.IGNORECASE,
)
_MADE_UP = regex(r"(?:^|[._-])(?:dev|development|test|testing|tests|ci|e2e|docker|sdk)(?=$|[._-])")
"""Files whose secrets protect nothing: everybody who works on the project needs the same ones."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each such file, at its first secret."""
    for path in wiring.env_files.paths():
        if not env_name(path).template:
            secrets = list(_secrets(path, wiring.env_files.entries(path)))
            if secrets and wiring.is_tracked(path):
                yield _problem(path, secrets)


def _secrets(path: str, entries: tuple[EnvEntry, ...]) -> Iterator[EnvEntry]:
    made_up = _MADE_UP.search(path.rpartition("/")[2]) is not None
    for entry in entries:
        reading = entry.python or entry.vite
        value = reading.text if reading is not None else None
        if not value or _PUBLIC_NAME.search(entry.key) or is_publishable(value):
            continue
        named = not made_up and _SECRET_NAME.fullmatch(entry.key) is not None
        if is_issued(value) or is_login(value) or (named and is_random(value)):
            yield entry


def _problem(path: str, secrets: list[EnvEntry]) -> Problem:
    first, *others = secrets
    more = f" and {len(others)} other secret{'s' if len(others) > 1 else ''}" if others else ""
    return Problem(
        f"{path} is under version control and holds {first.key}{more}",
        first.at,
        tuple(Label(entry.at, "a secret as well") for entry in others),
        symptom="git ls-files lists the file; every clone has the secrets, and so has the history once it is deleted",
        remedy="revoke what was pushed; then git rm --cached, a line in .gitignore, and a template without the values",
    )
