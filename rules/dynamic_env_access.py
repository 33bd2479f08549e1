"""Browser code of Next.js reads variables in a way that the build does not fill in.

Next.js replaces the text `process.env.NEXT_PUBLIC_X` by the variable's value when it builds. There is no `process.env` in
the browser that holds them, so a computed key, a `process.env` that is taken apart, kept under another name or
passed on finds nothing: the value is `undefined`
(https://nextjs.org/docs/app/guides/environment-variables#bundling-environment-variables-for-the-browser).

Write each read out: `process.env.NEXT_PUBLIC_X`. Code that runs on the server may read as it likes, and so may browser
code of Vite and of Create React App, which put a real object in the place of `import.meta.env` and `process.env`.

## Bad: a computed key
`package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}
```
`components/flags.ts`
```ts
'use client'

export const flag = (name: string) => process.env[`NEXT_PUBLIC_FLAG_${name}`] === 'on'
```
Report:
```text
components/flags.ts:3:39: warning[dynamic-env-access] process.env is read with a computed key in browser code, where Next.js fills in only process.env.NAME written out
  |
3 | export const flag = (name: string) => process.env[`NEXT_PUBLIC_FLAG_${name}`] === 'on'
  |                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = seen: browser: the value is undefined, though it is set at the build
  = help: write each read out: process.env.NEXT_PUBLIC_...
```

## Bad: taken apart
`package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}
```
`.env`
```env
NEXT_PUBLIC_API_URL=http://localhost:8000
```
`components/Board.tsx`
```tsx
'use client'

const { NEXT_PUBLIC_API_URL } = process.env

export function Board() {
  return <button onClick={() => fetch(`${NEXT_PUBLIC_API_URL}/board`)}>load</button>
}
```
Report:
```text
components/Board.tsx:3:7: warning[dynamic-env-access] process.env is taken apart in browser code, where Next.js fills in only process.env.NAME written out
  |
3 | const { NEXT_PUBLIC_API_URL } = process.env
  |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = seen: browser: the value is undefined, though it is set at the build
  = help: write each read out: process.env.NEXT_PUBLIC_API_URL
```

## Good: each read is written out, and the server reads as it likes
`package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}
```
`components/Board.tsx`
```tsx
'use client'

export function Board() {
  return <button onClick={() => fetch(`${process.env.NEXT_PUBLIC_API_URL}/board`)}>load</button>
}
```
`lib/env.ts`
```ts
export const required = (name: string) => process.env[name] ?? fail(name)
export const { DATABASE_URL } = process.env
```

## Good: Vite puts a real object in the place of `import.meta.env`
`package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`index.html`
```html
<script type="module" src="/src/flags.ts"></script>
```
`src/flags.ts`
```ts
const { VITE_API_URL } = import.meta.env
export const flag = (name: string) => import.meta.env[`VITE_FLAG_${name}`] === 'on'
export const users = () => fetch(`${VITE_API_URL}/users`)
```

## Good: Create React App puts a real object in the place of `process.env`
`package.json`
```json
{"dependencies": {"react-scripts": "5.0.1"}}
```
`src/flags.js`
```js
const { REACT_APP_API_URL } = process.env
export const flag = (name) => process.env[`REACT_APP_FLAG_${name}`] === 'on'
export const users = () => fetch(`${REACT_APP_API_URL}/users`)
```
"""

from __future__ import annotations

import re

from envlint.rule import EnvObject, Iterator, Label, Problem, Problems, Severity, Wiring, regex

SEVERITY = Severity.WARNING
SINCE = "0.1"

_IS_CLIENT = regex(r"(?:\s|/\*.*?\*/|//[^\n]*\n)*['\"]use client['\"]", re.DOTALL)
"""A component of Next.js that is sent to the browser; those without the directive may be the server's alone."""
_ASKS_WHERE = regex(r"typeof\s+(?:window|process)\b|\bprocess\?\.")
_BUILT_IN = frozenset({"NODE_ENV", "NEXT_RUNTIME"})
_HOW = {
    "computed": "process.env is read with a computed key",
    "destructured": "process.env is taken apart",
    "passed": "process.env is passed on as a whole",
}


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each script of the browser that reads so, with all of its places."""
    for facts in wiring.browser_files:
        app = wiring.apps.frontend_of(facts.source.path)
        found = list(_unfilled(facts.of(EnvObject))) if app is not None and app.framework == "next" else []
        text = facts.source.text if found else ""
        if found and _IS_CLIENT.match(text) and not _ASKS_WHERE.search(text):
            yield _problem(found)


def _unfilled(objects: Iterator[EnvObject]) -> Iterator[EnvObject]:
    for fact in objects:
        if fact.way == "process.env" and not (fact.names and _BUILT_IN.issuperset(fact.names)):
            yield fact


def _problem(found: list[EnvObject]) -> Problem:
    first, *others = found
    name = next(iter(first.names), "NEXT_PUBLIC_...")
    return Problem(
        f"{_HOW[first.how]} in browser code, where Next.js fills in only process.env.NAME written out",
        first.at,
        tuple(Label(fact.at, f"{_HOW[fact.how]} here as well") for fact in others),
        symptom="browser: the value is undefined, though it is set at the build",
        remedy=f"write each read out: process.env.{name}",
    )
