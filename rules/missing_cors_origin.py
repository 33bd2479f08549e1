"""The origin of the page that calls a server is missing from the server's CORS allow-list.

An origin is scheme, host and port, compared letter by letter: `http://localhost:3000` in the list does not let the
page at `http://localhost:5173` in, nor at `http://127.0.0.1:3000`. The browser makes the request and then withholds
the answer, or asks first and is refused, so the server's log shows a harmless `200` or `OPTIONS ... 400` while the
console blames "CORS policy". It comes with a change of tools (3000 was Create React App's port, Vite serves at 5173),
or with an env file that was copied before the port changed.

Add the origin where the list in force is written: in the env file that sets it, and in the default of the source,
which counts on every machine that has no such file.

## Bad: the list in the source still has the old port
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 5173 },
})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('http://localhost:8000/courses')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=["http://localhost:3000"],
    allow_methods=["*"],
)


@app.get("/courses")
def courses():
    return []
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```
Report:
```text
backend/app/main.py:7:19: error[missing-cors-origin] the allow-list lacks http://localhost:5173, where the page is served
  |
7 |     allow_origins=["http://localhost:3000"],
  |                   ^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/vite.config.ts:4:19
  |
4 |   server: { port: 5173 },
  |                   ---- the page is served at http://localhost:5173
  ::: frontend/src/api.ts:1:48
  |
1 | export const loadCourses = () => fetch('http://localhost:8000/courses')
  |                                                --------- and calls http://localhost:8000 from there
  ::: backend/app/main.py:6:5
  |
6 |     CORSMiddleware,
  |     -------------- the server allows only the listed origins
  = seen: browser: Access to fetch at 'http://localhost:8000/courses' from origin 'http://localhost:5173' has been blocked by CORS policy; server log: 200 OK, or OPTIONS with 400 Bad Request where the browser asks first
  = help: add http://localhost:5173 to the list
```

## Bad: the env file overrides the list, and its default is out of date as well
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 5173 },
})
```
`frontend/.env`
```env
VITE_API_URL=http://localhost:8000
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch(`${import.meta.env.VITE_API_URL}/courses`)
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/.env`
```env
ALLOWED_ORIGINS=http://localhost:3000,https://courses.acme.dev
```
`backend/app/main.py`
```python
import os

from dotenv import load_dotenv
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

load_dotenv()
origins = os.getenv("ALLOWED_ORIGINS", "http://localhost:8080").split(",")

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=origins)


@app.get("/courses")
def courses():
    return []
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```
Report:
```text
backend/.env:1:17: error[missing-cors-origin] the allow-list lacks http://localhost:5173, where the page is served
   |
 1 | ALLOWED_ORIGINS=http://localhost:3000,https://courses.acme.dev
   |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   ::: frontend/vite.config.ts:4:19
   |
 4 |   server: { port: 5173 },
   |                   ---- the page is served at http://localhost:5173
   ::: frontend/.env:1:21
   |
 1 | VITE_API_URL=http://localhost:8000
   |                     --------- and calls http://localhost:8000 from there
   ::: backend/app/main.py:11:20
   |
11 | app.add_middleware(CORSMiddleware, allow_origins=origins)
   |                    -------------- the server allows only the listed origins
   = seen: browser: Access to fetch at 'http://localhost:8000/courses' from origin 'http://localhost:5173' has been blocked by CORS policy; server log: 200 OK, or OPTIONS with 400 Bad Request where the browser asks first
   = help: add http://localhost:5173 to the list

backend/app/main.py:8:41: error[missing-cors-origin] the default allow-list lacks http://localhost:5173, where the page is served
   |
 8 | origins = os.getenv("ALLOWED_ORIGINS", "http://localhost:8080").split(",")
   |                                         ^^^^^^^^^^^^^^^^^^^^^
   ::: frontend/vite.config.ts:4:19
   |
 4 |   server: { port: 5173 },
   |                   ---- the page is served at http://localhost:5173
   ::: frontend/.env:1:21
   |
 1 | VITE_API_URL=http://localhost:8000
   |                     --------- and calls http://localhost:8000 from there
   ::: backend/app/main.py:11:20
   |
11 | app.add_middleware(CORSMiddleware, allow_origins=origins)
   |                    -------------- the server allows only the listed origins
   ::: backend/.env:1:1
   |
 1 | ALLOWED_ORIGINS=http://localhost:3000,https://courses.acme.dev
   | -------------------------------------------------------------- set here today, so the default counts on the next machine
   = seen: browser: Access to fetch at 'http://localhost:8000/courses' from origin 'http://localhost:5173' has been blocked by CORS policy; server log: 200 OK, or OPTIONS with 400 Bad Request where the browser asks first
   = help: add http://localhost:5173 to the list
```

## Bad: a JSON list for pydantic-settings
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 5173 },
})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('http://localhost:8000/courses')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/.env`
```env
CORS_ORIGINS=["http://localhost:3000"]
```
`backend/app/config.py`
```python
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    cors_origins: list[str] = ["http://localhost:5173"]


settings = Settings()
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app.config import settings

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins)


@app.get("/courses")
def courses():
    return []
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```
Report:
```text
backend/.env:1:14: error[missing-cors-origin] the allow-list lacks http://localhost:5173, where the page is served
  |
1 | CORS_ORIGINS=["http://localhost:3000"]
  |              ^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/vite.config.ts:4:19
  |
4 |   server: { port: 5173 },
  |                   ---- the page is served at http://localhost:5173
  ::: frontend/src/api.ts:1:48
  |
1 | export const loadCourses = () => fetch('http://localhost:8000/courses')
  |                                                --------- and calls http://localhost:8000 from there
  ::: backend/app/main.py:7:20
  |
7 | app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins)
  |                    -------------- the server allows only the listed origins
  = seen: browser: Access to fetch at 'http://localhost:8000/courses' from origin 'http://localhost:5173' has been blocked by CORS policy; server log: 200 OK, or OPTIONS with 400 Bad Request where the browser asks first
  = help: add http://localhost:5173 to the list
```

## Bad: a method of the settings class splits the text
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 5173 },
})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('http://localhost:8000/courses')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/.env.example`
```env
CORS_ORIGINS=http://localhost:3000
```
`backend/app/config.py`
```python
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    CORS_ORIGINS: str = "http://localhost:5173"

    class Config:
        env_file = ".env"

    def origins(self) -> list[str]:
        return [origin.strip() for origin in self.CORS_ORIGINS.split(",")]


settings = Settings()
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app.config import settings

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.origins())
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```
Report:
```text
backend/.env.example:1:14: error[missing-cors-origin] the allow-list lacks http://localhost:5173, where the page is served
  |
1 | CORS_ORIGINS=http://localhost:3000
  |              ^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/vite.config.ts:4:19
  |
4 |   server: { port: 5173 },
  |                   ---- the page is served at http://localhost:5173
  ::: frontend/src/api.ts:1:48
  |
1 | export const loadCourses = () => fetch('http://localhost:8000/courses')
  |                                                --------- and calls http://localhost:8000 from there
  ::: backend/app/main.py:7:20
  |
7 | app.add_middleware(CORSMiddleware, allow_origins=settings.origins())
  |                    -------------- the server allows only the listed origins
  = seen: browser: Access to fetch at 'http://localhost:8000/courses' from origin 'http://localhost:5173' has been blocked by CORS policy; server log: 200 OK, or OPTIONS with 400 Bad Request where the browser asks first
  = help: add http://localhost:5173 to the list
```

## Bad: compose overrides the list with another port
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/src/api.ts`
```ts
export const list = () => fetch('http://localhost:8000/courses')
```
`backend/requirements.txt`
```
fastapi==0.121.0
pydantic-settings==2.12.0
```
`backend/app/config.py`
```python
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    cors_origins: list[str] = ["http://localhost:5173"]

settings = Settings()
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app.config import settings

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins)
```
`compose.yml`
```yaml
services:
  backend:
    build: ./backend
    command: uvicorn app.main:app --host 0.0.0.0
    ports: ["8000:8000"]
    environment:
      CORS_ORIGINS: '["http://localhost:3000"]'
```
Report:
```text
compose.yml:7:22: error[missing-cors-origin] the allow-list lacks http://localhost:5173, where the page is served
  |
7 |       CORS_ORIGINS: '["http://localhost:3000"]'
  |                      ^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/package.json:1:1
  |
1 | {"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
  | - the page is served at http://localhost:5173
  ::: frontend/src/api.ts:1:41
  |
1 | export const list = () => fetch('http://localhost:8000/courses')
  |                                         --------- and calls http://localhost:8000 from there
  ::: backend/app/main.py:7:20
  |
7 | app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins)
  |                    -------------- the server allows only the listed origins
  = seen: browser: Access to fetch at 'http://localhost:8000/courses' from origin 'http://localhost:5173' has been blocked by CORS policy; server log: 200 OK, or OPTIONS with 400 Bad Request where the browser asks first
  = help: add http://localhost:5173 to the list
```

## Bad: Hono allows another port
`api/package.json`
```json
{ "dependencies": { "@hono/node-server": "^1.13.0", "hono": "^4.6.0" } }
```
`api/src/index.ts`
```ts
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { cors } from "hono/cors";

const app = new Hono().basePath("/api");
app.use("*", cors({ origin: ["http://localhost:5174", "http://127.0.0.1:5174"] }));
app.get("/boards", (c) => c.json([]));
serve({ fetch: app.fetch, port: 8787 });
```
`web/package.json`
```json
{ "devDependencies": { "vite": "^6.0.0" } }
```
`web/vite.config.ts`
```ts
export default { server: { port: 5173, strictPort: true } };
```
`web/src/boards.ts`
```ts
export const boards = await fetch("http://localhost:8787/api/boards");
```
Report:
```text
api/src/index.ts:6:29: error[missing-cors-origin] the allow-list lacks http://localhost:5173, where the page is served
  |
6 | app.use("*", cors({ origin: ["http://localhost:5174", "http://127.0.0.1:5174"] }));
  |                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: web/vite.config.ts:1:34
  |
1 | export default { server: { port: 5173, strictPort: true } };
  |                                  ---- the page is served at http://localhost:5173
  ::: web/src/boards.ts:1:43
  |
1 | export const boards = await fetch("http://localhost:8787/api/boards");
  |                                           --------- and calls http://localhost:8787 from there
  ::: api/src/index.ts:6:14
  |
6 | app.use("*", cors({ origin: ["http://localhost:5174", "http://127.0.0.1:5174"] }));
  |              ---- the server allows only the listed origins
  = seen: browser: Access to fetch at 'http://localhost:8787/api/boards' from origin 'http://localhost:5173' has been blocked by CORS policy; server log: 200 OK, or OPTIONS with 400 Bad Request where the browser asks first
  = help: add http://localhost:5173 to the list
```

## Good: Hono allows the page
`api/package.json`
```json
{ "dependencies": { "@hono/node-server": "^1.13.0", "hono": "^4.6.0" } }
```
`api/src/index.ts`
```ts
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { cors } from "hono/cors";

const app = new Hono().basePath("/api");
app.use("*", cors({ origin: ["http://localhost:5173", "http://127.0.0.1:5173"] }));
app.get("/boards", (c) => c.json([]));
serve({ fetch: app.fetch, port: 8787 });
```
`web/package.json`
```json
{ "devDependencies": { "vite": "^6.0.0" } }
```
`web/vite.config.ts`
```ts
export default { server: { port: 5173, strictPort: true } };
```
`web/src/boards.ts`
```ts
export const boards = await fetch("http://localhost:8787/api/boards");
```

## Good: compose lists the page that it publishes, and a production file its own
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/src/api.ts`
```ts
export const list = () => fetch('http://localhost:8000/courses')
```
`backend/requirements.txt`
```
fastapi==0.121.0
pydantic-settings==2.12.0
```
`backend/app/config.py`
```python
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    cors_origins: list[str] = ["http://localhost:5173"]

settings = Settings()
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app.config import settings

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins)
```
`compose.yml`
```yaml
services:
  backend:
    build: ./backend
    command: uvicorn app.main:app --host 0.0.0.0
    ports: ["8000:8000"]
    environment:
      CORS_ORIGINS: '["http://localhost:3000"]'
  frontend:
    build: ./frontend
    ports: ["3000:80"]
```
`docker-compose.prod.yml`
```yaml
services:
  backend:
    build: ./backend
    environment:
      CORS_ORIGINS: '["https://courses.example.com"]'
```

## Good: the page's origin is in the list
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 5173 },
})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('http://localhost:8000/courses')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"])
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```

## Good: the origin is meant, and spelled with a slash that browsers do not send
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 5173 },
})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('http://localhost:8000/courses')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173/"])
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```

## Good: every call goes through the dev server's proxy
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': 'http://localhost:8000' } },
})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('/api/courses')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://courses.acme.dev"])
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```

## Good: a pattern lets the page in
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 5173 },
})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('http://localhost:8000/courses')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=["https://courses.acme.dev"],
    allow_origin_regex=r"http://localhost:[0-9]+",
)
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```

## Good: the dev server is started on the port that is allowed
`frontend/package.json`
```json
{"scripts": {"dev": "vite --port 3000"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('http://localhost:8000/courses')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3000"])
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```

## Good: an older Vite serves at 3000
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^2.9.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('http://localhost:8000/courses')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3000"])
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```

## Good: another list for production
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 5173 },
})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('http://localhost:8000/courses')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

if os.getenv("STAGE") == "production":
    origins = ["https://courses.acme.dev"]
else:
    origins = ["http://localhost:5173"]

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=origins)
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```

## Good: a part of the list is not known
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 5173 },
})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('http://localhost:8000/courses')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from acme_platform import preview_origins

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://courses.acme.dev", *preview_origins()])
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```
"""

from __future__ import annotations

import re

from envlint.rule import (
    AllowList,
    App,
    Connection,
    Edit,
    Fix,
    Frontend,
    Iterable,
    Iterator,
    Label,
    Location,
    PageAddress,
    Policy,
    Problem,
    Problems,
    Safety,
    Server,
    Target,
    Wiring,
    client_pattern,
    url,
)

SINCE = "0.1"


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each list of origins that lacks the origin of a page which calls its server."""
    told: set[tuple[Location, str]] = set()
    calls = _calls(wiring)
    for server in wiring.servers:
        for frontend in wiring.frontends:
            call = _cross_origin_call(calls.get((frontend.app, server.app), ()), server)
            if call is None or frontend.page is None or not all(policy.is_known for policy in server.policies):
                continue
            for lists in _alternatives(server):
                allow_list, policy = min(lists, key=lambda one: not _is_for_development(one[0]))
                key = (allow_list.at or policy.fact.at, frontend.page.origin)
                if key not in told and all(_lacks(*one, frontend) for one in lists):
                    told.add(key)
                    others = [other.at for other, _ in lists if other.at is not None and other.at != allow_list.at]
                    yield _problem(allow_list, policy, frontend.page, call, others)


def _calls(wiring: Wiring) -> dict[tuple[App, App], list[tuple[Connection, Target]]]:
    """The calls under the rules of CORS that go to another origin, by the apps of both sides."""
    found: dict[tuple[App, App], list[tuple[Connection, Target]]] = {}
    for connection in wiring.connections:
        for target in connection.targets if connection.is_http else ():
            if target.server is not None and not target.is_relative and not target.environment.is_production:
                found.setdefault((connection.app, target.server.app), []).append((connection, target))
    return found


def _cross_origin_call(calls: Iterable[tuple[Connection, Target]], server: Server) -> Target | None:
    """A call that the browser makes to the server, one that is used today before a fallback."""
    made = (
        target for connection, target in calls if target.server == server and not connection.may_run_on_server(target)
    )
    return min(made, key=lambda target: not target.used, default=None)


def _alternatives(server: Server) -> Iterable[list[tuple[AllowList, Policy]]]:
    """The lists of a server that may count in one environment: several where a condition is not followed."""
    found: dict[tuple[bool, str, bool], list[tuple[AllowList, Policy]]] = {}
    for policy in server.policies:
        for allow_list in policy.lists:
            environment = allow_list.environment
            if not environment.is_production:
                key = (environment.template, environment.container, allow_list.used)
                found.setdefault(key, []).append((allow_list, policy))
    return found.values()


def _is_for_development(allow_list: AllowList) -> bool:
    addresses = [url.parse(item.text) for item in allow_list.items]
    return any(address is not None and address.is_loopback for address in addresses)


def _lacks(allow_list: AllowList, policy: Policy, frontend: Frontend) -> bool:
    """Whether none of the page's addresses is allowed. A list that is not known to the end lacks nothing."""
    if not allow_list.is_complete or allow_list.has_wildcard:
        return False
    allowed = {item.text for item in allow_list.items}
    if "" in allowed or not allowed:
        return False  # an empty default waits for a variable to be set where nobody can see it
    pages = [page.origin for page in (frontend.page, *frontend.published) if page is not None]
    return not any(page in allowed or _fits(page, policy) or _is_misspelled(page, allowed) for page in pages)


def _is_misspelled(origin: str, allowed: set[str]) -> bool:
    """Whether an entry means the origin and does not spell it as browsers do, which is a fault of its own."""
    addresses = [url.parse(text.strip()) for text in allowed]
    return any(address is not None and address.origin == origin for address in addresses)


def _fits(origin: str, policy: Policy) -> bool:
    """Starlette matches `allow_origin_regex` against the whole origin (starlette/middleware/cors.py, 1.0)."""
    try:
        return any(re.fullmatch(pattern.text, origin) for pattern in policy.patterns)
    except re.error:
        return True


def _problem(
    allow_list: AllowList, policy: Policy, page: PageAddress, target: Target, others: list[Location]
) -> Problem:
    what = "allow-list" if allow_list.used else "default allow-list"
    labels = [Label(page.at, f"the page is served at {page.origin}")] if page.at is not None else []
    place = target.host_at()
    labels += [Label(place, f"and calls {target.address.origin} from there")] if place and target.address else []
    labels.append(Label(policy.fact.at, "the server allows only the listed origins"))
    labels += [Label(at, "nor does this one have it, which counts in another case") for at in others]
    if allow_list.instead is not None:
        labels.append(Label(allow_list.instead.at, "set here today, so the default counts on the next machine"))
    return Problem(
        f"the {what} lacks {page.origin}, where the page is served",
        allow_list.at or policy.fact.origins_at,
        tuple(labels),
        symptom=f"browser: Access to fetch at '{_shown(target)}' from origin '{page.origin}' has been blocked by CORS "
        "policy; server log: 200 OK, or OPTIONS with 400 Bad Request where the browser asks first",
        remedy=_remedy(page.origin),
        fixes=_fixes(allow_list, page.origin),
    )


def _shown(target: Target) -> str:
    """The URL of a call, as the console shows it."""
    path = "/..." if any(piece.hole for piece in target.path) else client_pattern(target.path).text
    return f"{target.address.origin}{path}" if target.address is not None else path


def _remedy(origin: str) -> str:
    return f"add {origin} to the list"


def _fixes(allow_list: AllowList, origin: str) -> tuple[Fix, ...]:
    edit = next(_additions(allow_list, origin), None)
    return (Fix(_remedy(origin), (edit,), Safety.SAFE),) if edit is not None else ()


def _additions(allow_list: AllowList, origin: str) -> Iterator[Edit]:
    """The edit that adds an origin in the list's own notation: between quotes, or behind a comma."""
    places = [piece.at for item in allow_list.items for piece in item.pieces if piece.exact and piece.at is not None]
    if not places:
        return
    last = max(places, key=lambda at: at.end)
    text = last.source.text
    quote = text[last.end : last.end + 1]
    behind = last.source.at(last.end, last.end)
    if quote in {'"', "'"} and text[last.start - 1 : last.start] == quote:
        if _is_one_string(allow_list, last):
            yield Edit(behind, f",{origin}")
        else:
            yield Edit(last.source.at(last.end + 1, last.end + 1), f", {quote}{origin}{quote}")
    else:
        yield Edit(behind, f",{origin}")


def _is_one_string(allow_list: AllowList, last: Location) -> bool:
    """Whether the whole list stands inside one pair of quotes."""
    at = allow_list.at
    return at is not None and at.start <= last.start and at.end == last.end and not at.text.lstrip().startswith("[")
