"""Browser code reads a variable that its bundler does not show to the browser.

A bundler puts into the page only the variables with its own prefix: `VITE_` for Vite, `REACT_APP_` for Create React
App, `VUE_APP_` for Vue CLI, `NEXT_PUBLIC_` for Next.js. Everything else in an env file stays on the machine that builds, and reads as `undefined` in the browser, however
well it is set. The two also differ in the way: Vite has `import.meta.env` and no `process`, Create React App has
`process.env` and an `import.meta.env` that is undefined, so the other's way throws.

Rename the variable where it is set and where it is read. Do not do that with a secret: whatever has the prefix is
shipped to every visitor.

## Bad: the prefix is missing
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'
export default defineConfig({})
```
`frontend/.env`
```env
API_URL=http://localhost:8000
```
`frontend/src/api.ts`
```ts
export const users = () => fetch(`${import.meta.env.API_URL}/users`)
export const items = () => fetch(`${import.meta.env.API_URL}/items`)
```
Report:
```text
frontend/src/api.ts:1:37: error[unexposed-env-variable] API_URL is undefined in the browser: Vite shows only VITE_*
  |
1 | export const users = () => fetch(`${import.meta.env.API_URL}/users`)
  |                                     ^^^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/.env:1:1
  |
1 | API_URL=http://localhost:8000
  | ----------------------------- set here, where the browser does not see it
  ::: frontend/src/api.ts:2:37
  |
2 | export const items = () => fetch(`${import.meta.env.API_URL}/items`)
  |                                     ----------------------- read here as well
  = seen: browser: the value is undefined, and a URL made of it holds the word "undefined" (API_URL)
  = help: name it VITE_API_URL where it is set, and read import.meta.env.VITE_API_URL
```

## Bad: the way of Create React App in a project of Vite
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'
export default defineConfig({})
```
`frontend/src/config.ts`
```ts
export const API_URL = process.env.REACT_APP_API_URL || 'http://localhost:8000'
```
Report:
```text
frontend/src/config.ts:1:24: error[unexposed-env-variable] process.env.REACT_APP_API_URL is read in the browser, where Vite shows variables as import.meta.env only
  |
1 | export const API_URL = process.env.REACT_APP_API_URL || 'http://localhost:8000'
  |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = seen: browser: Uncaught ReferenceError: process is not defined (dev server); undefined in a build
  = help: name it VITE_API_URL where it is set, and read import.meta.env.VITE_API_URL
```

## Bad: the way of Vite in a project of Create React App
`package.json`
```json
{"dependencies": {"react-scripts": "5.0.1"}}
```
`src/config.js`
```js
export const apiUrl = import.meta.env.VITE_API_URL
```
Report:
```text
src/config.js:1:23: error[unexposed-env-variable] import.meta.env.VITE_API_URL is read in the browser, where Create React App shows variables as process.env only
  |
1 | export const apiUrl = import.meta.env.VITE_API_URL
  |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = seen: browser: TypeError: Cannot read properties of undefined (reading 'VITE_API_URL')
  = help: name it REACT_APP_API_URL where it is set, and read process.env.REACT_APP_API_URL
```

## Bad: a server's secret
`package.json`
```json
{"dependencies": {"react-scripts": "5.0.1"}}
```
`.env`
```env
STRIPE_SECRET_KEY=sk_test_1
```
`src/pay.js`
```js
export const key = process.env.STRIPE_SECRET_KEY
```
Report:
```text
src/pay.js:1:20: error[unexposed-env-variable] STRIPE_SECRET_KEY is undefined in the browser: Create React App shows only REACT_APP_*
  |
1 | export const key = process.env.STRIPE_SECRET_KEY
  |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: .env:1:1
  |
1 | STRIPE_SECRET_KEY=…
  | ------------------- set here, where the browser does not see it
  = seen: browser: the value is undefined, and a URL made of it holds the word "undefined" (STRIPE_SECRET_KEY)
  = help: read it on the server: whatever has the prefix is shipped to every visitor
```

## Bad: a client component of Next.js
`package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}
```
`components/Board.tsx`
```tsx
'use client'
import { useEffect } from 'react'

export function Board() {
  useEffect(() => { fetch(`${process.env.API_URL}/board`) }, [])
  return null
}
```
Report:
```text
components/Board.tsx:5:30: error[unexposed-env-variable] API_URL is undefined in the browser: Next.js shows only NEXT_PUBLIC_*
  |
5 |   useEffect(() => { fetch(`${process.env.API_URL}/board`) }, [])
  |                              ^^^^^^^^^^^^^^^^^^^
  = seen: browser: the value is undefined, and a URL made of it holds the word "undefined" (API_URL)
  = help: name it NEXT_PUBLIC_API_URL where it is set, and read process.env.NEXT_PUBLIC_API_URL
```

## Good: a component that Next.js may keep on its server, and a variable that its configuration inlines
`package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}
```
`next.config.mjs`
```js
export default { env: { SOCKET_URL: process.env.SOCKET_URL || 'ws://localhost:8000/ws' } }
```
`app/page.tsx`
```tsx
import { Live } from '../components/Live'

export default async function Page() {
  const items = await fetch(`${process.env.API_URL}/items`)
  return <Live items={await items.json()} />
}
```
`components/Live.tsx`
```tsx
'use client'

export const Live = () => {
  const socket = new WebSocket(process.env.SOCKET_URL)
  socket.onerror = (event) => console.error(event)
  return null
}
```

## Good: the prefix, a prefix of one's own, and what the bundler itself sets
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'
export default defineConfig({ envPrefix: ['VITE_', 'SHOP_'] })
```
`frontend/src/config.ts`
```ts
export const apiUrl = import.meta.env.VITE_API_URL
export const title = import.meta.env.SHOP_TITLE
export const quiet = import.meta.env.PROD && import.meta.env.MODE !== 'staging'
export const strict = process.env.NODE_ENV === 'production'
```

## Good: `define` shows the variable
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig, loadEnv } from 'vite'

export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, process.cwd(), '')
  return { define: { 'process.env.API_URL': JSON.stringify(env.API_URL) } }
})
```
`frontend/src/config.ts`
```ts
export const apiUrl = process.env.API_URL
```

## Good: code that also runs in Node.js asks first
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'
export default defineConfig({})
```
`frontend/src/config.ts`
```ts
export const apiUrl = typeof process !== 'undefined' ? process.env.API_URL : undefined
```

## Good: a project that still lists the bundler it came from
`package.json`
```json
{"dependencies": {"react-scripts": "5.0.1"}, "devDependencies": {"vite": "^7.0.0"}}
```
`vite.config.js`
```js
import { defineConfig } from 'vite'
export default defineConfig({})
```
`src/config.js`
```js
export const apiUrl = import.meta.env.VITE_API_URL
```

## Good: the configuration runs in Node.js
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'
export default defineConfig({ server: { port: Number(process.env.DEV_PORT) } })
```
"""

from __future__ import annotations

import re

from envlint.rule import (
    App,
    Edit,
    EnvUse,
    Exposure,
    Fix,
    Iterator,
    Label,
    Location,
    Package,
    Problem,
    Problems,
    Wiring,
    folder_of,
    framework_named,
    regex,
)

SINCE = "0.1"

_OWN_WAY = {
    "vite": "import.meta.env",
    "create-react-app": "process.env",
    "vue-cli": "process.env",
    "next": "process.env",
}
_TITLES = {"vite": "Vite", "create-react-app": "Create React App", "vue-cli": "Vue CLI", "next": "Next.js"}
_BUILT_IN = regex(
    r"MODE|DEV|PROD|SSR|BASE_URL|LEGACY|VITEST\w*|STORYBOOK\w*|NODE_ENV|PUBLIC_URL|FAST_REFRESH|WDS_SOCKET_\w+"
    r"|NEXT_RUNTIME|NEXT_DEPLOYMENT_ID|__NEXT_\w+|TURBOPACK"
)
"""https://vite.dev/guide/env-and-mode#built-in-constants and `config/env.js` of react-scripts 5."""
_SHIMS = regex(
    r"vite-plugin-(?:env|environment|dotenv|node|replace|process|require)[\w-]*|vite-envs?|@rollup/plugin-replace|process"
    r"|.*node-globals-polyfill|node-stdlib-browser|dotenv-webpack|varlock|@varlock/.*|@craco/craco|react-app-rewired"
)
"""Packages that show more variables, or a `process`, to the browser."""
_RUNS_ON_SERVERS = regex(
    r"@react-router/dev|@remix-run/.*|vike|vite-plugin-ssr|@tanstack/(?:react|solid)-start|@solidjs/start|vinxi"
    r"|@builder\.io/qwik-city|@qwik\.dev/router|honox|electron|electron-vite|wxt|@cloudflare/vite-plugin|@redwoodjs/.*|waku"
)
"""Packages with which a part of a frontend's own code is run by Node.js."""
_MAKES_PROCESS = regex(r"(?:window|globalThis|global|self)(?:\s+as\s+\w+\))?(?:\.process\b|\[['\"]process)")
_ASKS_FIRST = regex(r"typeof\s+(?:process|import\.meta)\b|\bprocess\?\.|from\s+['\"](?:node:)?process['\"]")
_SECRET = regex(r"SECRET|PRIVATE|PASSWORD|TOKEN|CREDENTIAL")
_BROWSER_ONLY = regex(r"(?:src|app|client|web)/.*|.*\.(?:[jt]sx|vue|svelte)")
"""Files of a frontend that a browser surely runs, relative to its folder."""
_OTHER_PREFIX = regex(r"(?:VITE|REACT_APP|NEXT_PUBLIC|VUE_APP|NUXT_PUBLIC|PUBLIC)_")


_IS_CLIENT = regex(r"(?:\s|/\*.*?\*/|//[^\n]*\n)*['\"]use client['\"]", re.DOTALL)
"""A component of Next.js that is sent to the browser; those without the directive may be the server's alone."""
_ASKS_WHERE = regex(r"typeof\s+window\b")


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each variable that a frontend reads and does not get, at its first read."""
    for app in wiring.apps.frontends:
        if app.framework in _OWN_WAY and not _is_beyond_us(wiring, app):
            uses: dict[tuple[str, str], list[EnvUse]] = {}
            for use in _unexposed(wiring, app):
                uses.setdefault((use.name, use.way), []).append(use)
            yield from (_problem(wiring, app, found) for found in uses.values())


def _is_beyond_us(wiring: Wiring, app: App) -> bool:
    """Whether a package or a part of the configuration may show more than is known here."""
    exposure = wiring.exposure(app)
    packages = [fact for fact in wiring.facts(Package) if folder_of(fact.at.path) == app.root]
    names = [name for package in packages for name, _ in package.dependencies]
    if app.framework == "create-react-app" and (exposure is not None or "vite" in names):
        return True  # on its way from one bundler to the other
    unknown = any(_SHIMS.fullmatch(name) or _RUNS_ON_SERVERS.fullmatch(name) for name in names)
    return unknown or (exposure is not None and not exposure.complete)


def _unexposed(wiring: Wiring, app: App) -> Iterator[EnvUse]:
    exposure = wiring.exposure(app)
    own = wiring.browser_files_of(app)
    if app.framework == "vite" and any(_makes_process(facts.source.text) for facts in own):
        return
    for facts in own:
        if app.framework == "next" and not _is_sent(facts.source.text):
            continue
        inside = facts.source.path[len(app.root) :].lstrip("/")
        for use in facts.of(EnvUse) if _BROWSER_ONLY.fullmatch(inside) else ():
            if use.way not in _OWN_WAY.values() or _is_exposed(use, app, exposure):
                continue
            if use.way != _OWN_WAY[app.framework]:
                harmless = "?." in use.at.text or _ASKS_FIRST.search(facts.source.text) is not None
            else:
                harmless = use.guarded and _line(wiring, app, use.name) is None
            if not harmless:
                yield use


def _makes_process(text: str) -> bool:
    """Whether a script gives the browser a `process` of its own."""
    return "process" in text and _MAKES_PROCESS.search(text) is not None


def _is_sent(text: str) -> bool:
    """Whether the browser surely runs all of a script of Next.js."""
    return _IS_CLIENT.match(text) is not None and _ASKS_WHERE.search(text) is None


def _is_exposed(use: EnvUse, app: App, exposure: Exposure | None) -> bool:
    framework = framework_named(app.framework)
    prefixes = framework.prefixes if framework is not None else ()
    if exposure is not None and exposure.prefixes is not None:
        prefixes = exposure.prefixes
    defined = {key for key, _ in exposure.defines} if exposure is not None else set[str]()
    if defined & {f"{use.way}.{use.name}", use.way, use.way.partition(".")[0]} or _BUILT_IN.fullmatch(use.name):
        return True
    return use.way == _OWN_WAY[app.framework] and use.name.startswith(prefixes)


def _line(wiring: Wiring, app: App, name: str) -> Location | None:
    """The line of the app's env files that sets a variable."""
    for environment, _ in wiring.environments(app):
        variable = environment.variable(name)
        if variable is not None:
            return variable.at
    return None


def _problem(wiring: Wiring, app: App, uses: list[EnvUse]) -> Problem:
    use, own = uses[0], _OWN_WAY[app.framework]
    framework = framework_named(app.framework)
    prefix = framework.prefixes[0] if framework is not None else ""
    right = f"{prefix}{_OTHER_PREFIX.sub('', use.name, count=1)}"
    bundler = _TITLES[app.framework]
    if use.way != own:
        message = f"{use.way}.{use.name} is read in the browser, where {bundler} shows variables as {own} only"
    else:
        message = f"{use.name} is undefined in the browser: {bundler} shows only {prefix}*"
    secret = _SECRET.search(use.name) is not None
    remedy = f"name it {right} where it is set, and read {own}.{right}"
    return Problem(
        message,
        use.at,
        (*_set_here(wiring, app, use.name, right), *(Label(other.at, "read here as well") for other in uses[1:])),
        symptom=_symptom(use, own),
        remedy="read it on the server: whatever has the prefix is shipped to every visitor" if secret else remedy,
        fixes=() if secret else _fixes(wiring, app, uses, f"{own}.{right}", remedy),
    )


def _set_here(wiring: Wiring, app: App, name: str, right: str) -> Iterator[Label]:
    line, other = _line(wiring, app, name), _line(wiring, app, right)
    if line is not None:
        yield Label(line, "set here, where the browser does not see it")
    if other is not None and name != right:
        yield Label(other, "set here under the name that the browser sees")


def _symptom(use: EnvUse, own: str) -> str:
    if use.way == own:
        return f'browser: the value is undefined, and a URL made of it holds the word "undefined" ({use.name})'
    if use.way == "process.env":
        return "browser: Uncaught ReferenceError: process is not defined (dev server); undefined in a build"
    return f"browser: TypeError: Cannot read properties of undefined (reading '{use.name}')"


def _fixes(wiring: Wiring, app: App, uses: list[EnvUse], right: str, title: str) -> tuple[Fix, ...]:
    """The new name in every read and every env file of the app; none where a read is written in another form."""
    name, new = uses[0].name, right.rpartition(".")[2]
    if any(use.at.text != f"{use.way}.{name}" for use in uses):
        return ()
    files = {path for environment, _ in wiring.environments(app) for path in environment.files}
    entries = [entry for path in sorted(files) for entry in wiring.env_files.entries(path)]
    renamed = [] if any(entry.key == new for entry in entries) else [e.at for e in entries if e.at.text == name]
    return (Fix(title, (*(Edit(use.at, right) for use in uses), *(Edit(at, new) for at in renamed))),)
