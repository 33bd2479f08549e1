"""A URL in an env file never takes effect, because a stronger file of the same modes names another origin.

Bundlers read several env files and let the later ones win. `.env.local` always wins over `.env`. Over a mode's own file
it wins in Next.js and Create React App, and loses in Vite, where `.env.development` is stronger than `.env.local`
(https://vite.dev/guide/env-and-mode#env-files,
https://nextjs.org/docs/app/guides/environment-variables#environment-variable-load-order). Nothing says which file
won, so somebody changes the weaker line, restarts, and the page still calls the other server.

Delete the line that does not count, or move its value to the file that does.

A committed `.env` under a developer's own `.env.local` is how these files are meant to be used. So one file is compared
with another in git only where both are committed or neither is, and without git this rule says nothing about them.

## Bad: both files are this machine's own
`package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`.env`
```env untracked
VITE_API_URL=http://localhost:9000
```
`.env.local`
```env untracked
VITE_API_URL=http://localhost:8000
```
Report:
```text
.env:1:1: note[shadowed-env-value] VITE_API_URL in .env never takes effect: .env.local wins
  |
1 | VITE_API_URL=…
  | ^^^^^^^^^^^^
  ::: .env.local:1:1
  |
1 | VITE_API_URL=http://localhost:8000
  | ---------------------------------- this one counts
  = seen: a change of this line changes nothing: the page goes on calling the other address
  = help: delete the line that does not count, or move its value to the file that does
```

## Bad: `.env.local` loses to the modes' own files in Vite
`package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`.env.local`
```env
VITE_API_URL=http://192.168.1.20:8000
```
`.env.development`
```env
VITE_API_URL=http://localhost:8000
```
`.env.production`
```env
VITE_API_URL=https://api.acme.dev
```
Report:
```text
.env.local:1:1: note[shadowed-env-value] VITE_API_URL in .env.local never takes effect: .env.development and .env.production win
  |
1 | VITE_API_URL=…
  | ^^^^^^^^^^^^
  ::: .env.development:1:1
  |
1 | VITE_API_URL=http://localhost:8000
  | ---------------------------------- this one counts
  ::: .env.production:1:1
  |
1 | VITE_API_URL=https://api.acme.dev
  | --------------------------------- this one counts
  = seen: a change of this line changes nothing: the page goes on calling the other address
  = help: delete the line that does not count, or move its value to the file that does
```

## Good: committed defaults under a file of one's own
`package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`.env`
```env tracked
VITE_API_URL=https://api.acme.dev
```
`.env.local`
```env untracked
VITE_API_URL=http://localhost:8000
```

## Good: the defaults still count in other modes
`package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`.env`
```env tracked
VITE_API_URL=http://localhost:8000
```
`.env.production`
```env tracked
VITE_API_URL=https://api.acme.dev
```

## Good: in Next.js `.env.local` wins
`package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}
```
`.env.local`
```env untracked
NEXT_PUBLIC_API_URL=http://192.168.1.20:8000
```
`.env.development`
```env tracked
NEXT_PUBLIC_API_URL=http://localhost:8000
```
`.env.production`
```env tracked
NEXT_PUBLIC_API_URL=https://api.acme.dev
```

## Good: another path of the same origin
`package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`.env`
```env untracked
VITE_API_URL=http://localhost:8000/api
```
`.env.local`
```env untracked
VITE_API_URL=http://localhost:8000/api/v2
```
"""

from __future__ import annotations

from envlint.rule import (
    EnvEntry,
    Environment,
    Label,
    Problem,
    Problems,
    Url,
    Variable,
    Wiring,
    env_name,
    text_of,
    url,
)

SINCE = "0.1"
SEVERITY = "note"

_BUILT_IN_MODES = frozenset({"development", "production"})


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each such line of a frontend's env files, at its key."""
    for app in wiring.apps.frontends:
        environments = [each for each, _ in wiring.environments(app) if not each.template and not each.container]
        for path in dict.fromkeys(path for environment in environments for path in environment.files):
            counting = [environment for environment in environments if path in environment.files]
            for entry in wiring.env_files.entries(path):
                winners = _winners(entry, counting)
                if winners and _is_for_good(wiring, path, counting, winners):
                    yield _problem(entry, winners)


def _winners(entry: EnvEntry, environments: list[Environment]) -> list[Variable]:
    """What wins over a line in each environment of its file; empty where it wins itself, or by the same origin."""
    own = _origin(entry.vite.text if entry.vite is not None else None)
    found = [environment.variable(entry.key) for environment in environments]
    winners = [each for each in found if each is not None and each.at.path != entry.at.path]
    origins = [_origin(_text(each)) for each in winners]
    if own is None or len(winners) < len(environments) or None in origins or own in origins:
        return []
    return list(dict.fromkeys(winners))


def _text(variable: Variable) -> str | None:
    return None if any(piece.hole for piece in variable.pieces) else text_of(variable.pieces)


def _origin(text: str | None) -> str | None:
    """The origin of a URL that is written out; None for everything else."""
    parsed: Url | None = url.parse(text) if text and "$" not in text else None
    return parsed.page_origin if parsed is not None else None


def _is_for_good(wiring: Wiring, path: str, environments: list[Environment], winners: list[Variable]) -> bool:
    """Whether a file that loses does so in all of its modes, and for everybody who has it."""
    target = env_name(path).target
    if target == ".env.local":
        return {environment.mode for environment in environments} >= _BUILT_IN_MODES
    if target == ".env" and any(env_name(winner.at.path).target != ".env.local" for winner in winners):
        return False
    tracked = {wiring.is_tracked(each) for each in (path, *(winner.at.path for winner in winners))}
    return len(tracked) == 1 and None not in tracked


def _problem(entry: EnvEntry, winners: list[Variable]) -> Problem:
    names = " and ".join(winner.at.path for winner in winners)
    win = "win" if len(winners) > 1 else "wins"
    return Problem(
        f"{entry.key} in {entry.at.path} never takes effect: {names} {win}",
        entry.at,
        tuple(Label(winner.at, "this one counts") for winner in winners),
        symptom="a change of this line changes nothing: the page goes on calling the other address",
        remedy="delete the line that does not count, or move its value to the file that does",
    )
