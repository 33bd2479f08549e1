"""A container is given a public variable, and the page in its image was built before.

A bundler puts the values of public variables (`VITE_`, `REACT_APP_`, `NEXT_PUBLIC_` ...) into the scripts when it
builds them (https://vite.dev/guide/env-and-mode, https://nextjs.org/docs/app/guides/environment-variables). What a
container finds in its environment later reaches nginx, `serve` or `next start`, and none of them changes a script. So
the page calls whatever the build knew: `undefined`, the fallback in the source, or the address in a developer's `.env`.
It looks right in the compose file, and it works wherever the same variable was set by chance at the build.

Hand the variable to the build: `args:` below `build:` in the compose file, and `ARG` before the command that builds in
the Dockerfile. Or have a script of the image write the values into a file that the page loads before its own scripts.

## Bad: nginx serves what was built without it
`compose.yaml`
```yaml
services:
  web:
    build: ./frontend
    environment:
      VITE_API_URL: https://api.example.com
    ports:
      - "8080:80"
```
`frontend/Dockerfile`
```dockerfile
FROM node:24 AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build

FROM nginx:1.29
COPY --from=build /app/dist /usr/share/nginx/html
```
`frontend/package.json`
```json
{"scripts": {"build": "vite build"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`frontend/src/main.ts`
```ts
fetch(`${import.meta.env.VITE_API_URL}/courses`)
```
Report:
```text
compose.yaml:5:21: warning[public-env-set-at-runtime] the container of web is given VITE_API_URL, and the page in its image was built before
  |
5 |       VITE_API_URL: https://api.example.com
  |                     ^^^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/Dockerfile:4:15
  |
4 | RUN npm ci && npm run build
  |               ------------- the page is built here
  ::: frontend/src/main.ts:1:10
  |
1 | fetch(`${import.meta.env.VITE_API_URL}/courses`)
  |          ---------------------------- and VITE_API_URL is filled in then
  = seen: browser: VITE_API_URL is what it was at the build, undefined where nothing set it
  = help: hand it to the build: args below build in the compose file, ARG before the build in the Dockerfile
```

## Bad: two variables for `next start`
`compose.yaml`
```yaml
services:
  web:
    build: ./web
    environment:
      - NEXT_PUBLIC_API_URL=https://api.example.com
      - NEXT_PUBLIC_WS_URL=wss://api.example.com/ws
    ports:
      - "3000:3000"
```
`web/Dockerfile`
```dockerfile
FROM node:24
WORKDIR /app
COPY . .
ARG NEXT_PUBLIC_API_URL=http://localhost:8000
RUN npm ci && npm run build
CMD ["npm", "start"]
```
`web/package.json`
```json
{"scripts": {"build": "next build", "start": "next start"}, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}
```
`web/components/board.tsx`
```tsx
'use client'

export const loadBoard = () => fetch(`${process.env.NEXT_PUBLIC_API_URL}/board`)
export const openBoard = () => new WebSocket(process.env.NEXT_PUBLIC_WS_URL!)
```
Report:
```text
compose.yaml:5:29: warning[public-env-set-at-runtime] the container of web is given NEXT_PUBLIC_API_URL and NEXT_PUBLIC_WS_URL, and the page in its image was built before
  |
5 |       - NEXT_PUBLIC_API_URL=https://api.example.com
  |                             ^^^^^^^^^^^^^^^^^^^^^^^
  ::: compose.yaml:6:28
  |
6 |       - NEXT_PUBLIC_WS_URL=wss://api.example.com/ws
  |                            ------------------------ NEXT_PUBLIC_WS_URL comes too late as well
  ::: web/Dockerfile:5:15
  |
5 | RUN npm ci && npm run build
  |               ------------- the page is built here
  ::: web/components/board.tsx:3:41
  |
3 | export const loadBoard = () => fetch(`${process.env.NEXT_PUBLIC_API_URL}/board`)
  |                                         ------------------------------- and NEXT_PUBLIC_API_URL is filled in then
  = seen: browser: NEXT_PUBLIC_API_URL is what it was at the build, undefined where nothing set it
  = help: hand it to the build: args below build in the compose file, ARG before the build in the Dockerfile
```

## Good: the dev server runs in the container
`compose.yaml`
```yaml
services:
  web:
    build: ./frontend
    command: npm run dev -- --host
    environment:
      VITE_API_URL: http://localhost:8000
```
`frontend/Dockerfile`
```dockerfile
FROM node:24 AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build
```
`frontend/package.json`
```json
{"scripts": {"dev": "vite", "build": "vite build"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`frontend/src/main.ts`
```ts
fetch(`${import.meta.env.VITE_API_URL}/courses`)
```

## Good: the build is given it as well
`compose.yaml`
```yaml
services:
  web:
    build:
      context: ./frontend
      args:
        VITE_API_URL: https://api.example.com
    environment:
      VITE_API_URL: https://api.example.com
```
`frontend/Dockerfile`
```dockerfile
FROM node:24 AS build
WORKDIR /app
COPY . .
ARG VITE_API_URL
RUN npm ci && npm run build

FROM nginx:1.29
COPY --from=build /app/dist /usr/share/nginx/html
```
`frontend/package.json`
```json
{"scripts": {"build": "vite build"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`frontend/src/main.ts`
```ts
fetch(`${import.meta.env.VITE_API_URL}/courses`)
```

## Good: a script of the image fills it in
`compose.yaml`
```yaml
services:
  web:
    build: ./frontend
    environment:
      VITE_API_URL: https://api.example.com
```
`frontend/Dockerfile`
```dockerfile
FROM node:24 AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build

FROM nginx:1.29
COPY --from=build /app/dist /usr/share/nginx/html
COPY deploy/fill-in.sh /docker-entrypoint.d/40-fill-in.sh
```
`frontend/package.json`
```json
{"scripts": {"build": "vite build"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`frontend/src/main.ts`
```ts
fetch(`${import.meta.env.VITE_API_URL}/courses`)
```

## Good: the page takes it from an object that the server writes
`compose.yaml`
```yaml
services:
  web:
    build: ./frontend
    environment:
      VITE_API_URL: https://api.example.com
```
`frontend/Dockerfile`
```dockerfile
FROM node:24 AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build

FROM nginx:1.29
COPY --from=build /app/dist /usr/share/nginx/html
```
`frontend/package.json`
```json
{"scripts": {"build": "vite build"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`frontend/src/main.ts`
```ts
const api = window.__ENV__?.VITE_API_URL ?? import.meta.env.VITE_API_URL

fetch(`${api}/courses`)
```

## Good: only the server reads it, by a name that the build does not see
`compose.yaml`
```yaml
services:
  web:
    build: ./web
    environment:
      NEXT_PUBLIC_REGION: eu
```
`web/Dockerfile`
```dockerfile
FROM node:24
WORKDIR /app
COPY . .
RUN npm ci && npm run build
CMD ["npm", "start"]
```
`web/package.json`
```json
{"scripts": {"build": "next build", "start": "next start"}, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}
```
`web/app/api/region/route.ts`
```ts
export const GET = () => Response.json({ region: process.env['NEXT_PUBLIC_REGION'] })
```
"""

from __future__ import annotations

import re

from envlint.rule import (
    BuiltPage,
    EnvUse,
    Label,
    Location,
    Package,
    Problem,
    Problems,
    Value,
    Variable,
    Wiring,
    folder_of,
    framework_named,
    regex,
    text_of,
)

SINCE = "0.1"
SEVERITY = "warning"

_FILLED_IN = regex(r"\b(?:window|globalThis|self)(?:\.|\[['\"])_*(?:\w*env|\w*config|runtime\w*)", re.IGNORECASE)
_FILLING_PACKAGE = regex(r"runtime-(?:env|config)|import-meta-env|inject-env|envsub", re.IGNORECASE)


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each service that is given such variables, with all of them."""
    told: set[Location] = set()
    for page in wiring.built_pages:
        late = [
            (name, value, use) for name, value in _given(wiring, page) if (use := _use(wiring, page, name)) is not None
        ]
        late = [(name, value, use) for name, value, use in late if not _is_built_in(wiring, page, name)]
        if late and late[0][1].at not in told and not _is_filled_in(wiring, page):
            told.update(value.at for _, value, _ in late)
            yield _problem(page, late)


def _given(wiring: Wiring, page: BuiltPage) -> list[tuple[str, Value]]:
    """The public variables that a service is given."""
    framework, exposure = framework_named(page.app.framework), wiring.exposure(page.app)
    prefixes = framework.prefixes if framework is not None else ()
    prefixes = exposure.prefixes if exposure is not None and exposure.prefixes is not None else prefixes
    return [(name, value) for name, value in page.container.service.environment if name.startswith(prefixes)]


def _use(wiring: Wiring, page: BuiltPage, name: str) -> EnvUse | None:
    """A place in the page's own code that reads a variable."""
    uses = (use for facts in wiring.browser_files for use in facts.of(EnvUse) if use.name == name)
    return next((use for use in uses if page.app.holds(use.at.path)), None)


def _is_filled_in(wiring: Wiring, page: BuiltPage) -> bool:
    """Whether the page may read its values from an object that is written when it is served."""
    packages = [name for fact in wiring.facts(Package) if _is_own(page, fact) for name, _ in fact.dependencies]
    if any(_FILLING_PACKAGE.search(name) for name in packages):
        return True
    own = (facts.source for facts in wiring.browser_files if page.app.holds(facts.source.path))
    return any(_FILLED_IN.search(source.text) for source in own)


def _is_own(page: BuiltPage, package: Package) -> bool:
    return folder_of(package.at.path) == page.app.root


def _is_built_in(wiring: Wiring, page: BuiltPage, name: str) -> bool:
    """Whether the build knows the variable too: by an argument of the service in any file, or with the same value."""
    siblings = [each.service for each in wiring.containers.all if each.service.name == page.container.service.name]
    if any(name == argument for service in siblings for argument, _ in service.build_args):
        return True
    given = next((each for each in page.container.variables if each.name == name), None)
    return given is not None and _text(given) in {_text(each) for each in _at_build(wiring, page, name)}


def _at_build(wiring: Wiring, page: BuiltPage, name: str) -> list[Variable]:
    """What a variable is at the build, by the Dockerfile and by the env files that it may copy."""
    environments = [environment for environment, _ in wiring.environments(page.app) if environment.is_production]
    first = wiring.environments(page.app)[0][0]
    found = (environment.variable(name) for environment in environments or [first])
    return [variable for variable in found if variable is not None]


def _text(variable: Variable) -> str:
    return text_of(variable.pieces)


def _problem(page: BuiltPage, late: list[tuple[str, Value, EnvUse]]) -> Problem:
    (name, value, use), *others = late
    names = " and ".join(name for name, _, _ in late)
    return Problem(
        f"the container of {page.container.service.name} is given {names}, and the page in its image was built before",
        value.at,
        (
            *(Label(other.at, f"{other_name} comes too late as well") for other_name, other, _ in others),
            Label(page.build, "the page is built here"),
            Label(use.at, f"and {name} is filled in then"),
        ),
        symptom=f"browser: {name} is what it was at the build, undefined where nothing set it",
        remedy="hand it to the build: args below build in the compose file, ARG before the build in the Dockerfile",
    )
