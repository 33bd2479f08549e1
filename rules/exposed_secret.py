"""A variable that looks like a secret has the prefix with which a bundler puts it into the page.

The prefixes (`VITE_`, `NEXT_PUBLIC_`, `REACT_APP_` ...) say which variables every visitor may see: the bundler writes
their values into the scripts that it serves (https://vite.dev/guide/env-and-mode#env-variables,
https://nextjs.org/docs/app/guides/environment-variables). A password or a paid API's key among them is public from the
first deployment on, and minifying hides nothing.

Keep the secret on the server, under a name without the prefix, and let the page ask the server. Revoke what was ever
deployed or pushed. Keys that are made to be public stay as they are: Stripe's `pk_`, Supabase's anonymous key,
Firebase's and Google Maps' keys (restrict those to your domain), Mapbox's `pk.`, a Sentry DSN.

Reported are names that leave no doubt (`..._SECRET`, `..._PRIVATE_KEY`, `..._PASSWORD`, `..._SERVICE_ROLE_KEY`, the
keys of providers that ask to keep them on a server), in templates too, and values in the form of an issued secret
under any name. A bare `VITE_API_KEY` may be either, and is left alone. A variable of your own that is made to be seen is
named in the configuration:

    [options.exposed-secret]
    public = ["VITE_DEMO_PASSWORD"]

## Bad: the key of a paid API
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/chat.ts"></script>
```
`frontend/.env.example`
```env
VITE_API_URL=http://localhost:8000
VITE_OPENAI_API_KEY=
```
`frontend/src/chat.ts`
```ts
const headers = { Authorization: `Bearer ${import.meta.env.VITE_OPENAI_API_KEY}` }

export const ask = (body: string) =>
  fetch('https://api.openai.com/v1/responses', { method: 'POST', headers, body })
```
Report:
```text
frontend/.env.example:2:1: error[exposed-secret] VITE_OPENAI_API_KEY is a key for servers only, and Vite puts VITE_* into the page
  |
2 | VITE_OPENAI_API_KEY=
  | ^^^^^^^^^^^^^^^^^^^
  ::: frontend/src/chat.ts:1:44
  |
1 | const headers = { Authorization: `Bearer ${import.meta.env.VITE_OPENAI_API_KEY}` }
  |                                            ----------------------------------- the page reads it here
  = seen: the value can be read in the scripts of the page, in any browser's developer tools
  = help: keep it on the server under a name without the prefix, and revoke it if it was ever deployed
```

## Bad: a name that may be anything, with a secret in it
`web/package.json`
```json
{"dependencies": {"react-scripts": "5.0.1"}}
```
`web/.env.local`
```env
REACT_APP_API_KEY=sk-proj-Qm4vT9xLr2Wb8NzK5cYh7DfG3sJpUaEe
```
Report:
```text
web/.env.local:1:1: error[exposed-secret] REACT_APP_API_KEY holds a secret, and Create React App puts REACT_APP_* into the page
  |
1 | REACT_APP_API_KEY=…
  | ^^^^^^^^^^^^^^^^^
  = seen: the value can be read in the scripts of the page, in any browser's developer tools
  = help: keep it on the server under a name without the prefix, and revoke it if it was ever deployed
```

## Bad: only the code names it
`package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}
```
`components/Admin.tsx`
```tsx
'use client'

export const isAdmin = (typed: string) => typed === process.env.NEXT_PUBLIC_ADMIN_PASSWORD
```
Report:
```text
components/Admin.tsx:3:53: error[exposed-secret] NEXT_PUBLIC_ADMIN_PASSWORD is a secret by its name, and Next.js puts NEXT_PUBLIC_* into the page
  |
3 | export const isAdmin = (typed: string) => typed === process.env.NEXT_PUBLIC_ADMIN_PASSWORD
  |                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = seen: the value can be read in the scripts of the page, in any browser's developer tools
  = help: keep it on the server under a name without the prefix, and revoke it if it was ever deployed
```

## Good: keys that are made to be public
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/chat.ts"></script>
```
`frontend/.env`
```env
VITE_STRIPE_PUBLISHABLE_KEY=pk_live_Qm4vT9xLr2Wb8NzK5cYh7DfG
VITE_SUPABASE_ANON_KEY=eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2lnbmF0dXJl
VITE_FIREBASE_API_KEY=AIzaSyQm4vT9xLr2Wb8NzK5cYh7DfG3sJpUaEe4
VITE_MAPBOX_TOKEN=pk.eyJ1IjoiYWNtZSJ9.Qm4vT9xLr2Wb8NzK5cYh7D
VITE_RECAPTCHA_SITE_KEY=6LcQm4vT9xLr2Wb8NzK5cYh7DfG3sJpUaEe4
VITE_SENTRY_DSN=https://9f2c7a1e5b8d4036c1e7f92ab45d8036@o1.ingest.sentry.io/1
VITE_API_KEY=
VITE_ADMIN_TOKEN=
```

## Good: without the prefix, on the server
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/chat.ts"></script>
```
`.env`
```env
OPENAI_API_KEY=sk-proj-Qm4vT9xLr2Wb8NzK5cYh7DfG3sJpUaEe
JWT_SECRET=9f2c7a1e5b8d4036c1e7f92ab45d8036
```

## Good: a switch, a path and a demo account
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/chat.ts"></script>
```
`frontend/.env`
```env
VITE_ENABLE_PASSWORD=
VITE_ASK_PASSWORD=true
VITE_RESET_PASSWORD=/reset-password
VITE_PASSWORD_MIN_LENGTH=12
VITE_DEMO_PASSWORD=try-me
```

## Good: the configuration says that it may be seen
`envlint.toml`
```toml
[options.exposed-secret]
public = ["VITE_KIOSK_PASSWORD"]
```
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`frontend/.env.example`
```env
VITE_KIOSK_PASSWORD=open-sesame-2024
```
`frontend/src/main.ts`
```ts
export const password = import.meta.env.VITE_KIOSK_PASSWORD;
```

## Good: a prefix that means nothing to this project's bundler
`package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}
```
`.env`
```env
VITE_SESSION_SECRET=9f2c7a1e5b8d4036c1e7f92ab45d8036
```

## Good: Next.js puts in only what a script of the page reads
`package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}
```
`.env`
```env
NEXT_PUBLIC_OPENAI_API_KEY=
```
`app/api/chat/route.ts`
```ts
export const GET = () => fetch('https://api.openai.com/v1/models', {
  headers: { Authorization: `Bearer ${process.env.NEXT_PUBLIC_OPENAI_API_KEY}` },
})
```
"""

from __future__ import annotations

import re

from envlint.rule import (
    App,
    EnvEntry,
    EnvUse,
    Iterator,
    Label,
    Problem,
    Problems,
    Wiring,
    folder_of,
    framework_named,
    is_issued,
    is_login,
    is_publishable,
    record,
    regex,
)

SINCE = "0.1"

_PROVIDER_KEY = regex(
    r"(?:.*_)?(?:OPENAI|ANTHROPIC|CLAUDE|GEMINI|GOOGLE_(?:GEN(?:ERATIVE)?_?)?AI|GROQ|GROK|XAI|MISTRAL|COHERE|DEEPSEEK"
    r"|OPENROUTER|PERPLEXITY|TOGETHER(?:_?AI)?|HUGGING_?FACE(?:HUB)?|HF|REPLICATE|FIREWORKS|CEREBRAS|ELEVEN_?LABS"
    r"|DEEPGRAM|ASSEMBLY_?AI|TAVILY|SERP_?API|PINECONE|RESEND|SENDGRID|MAILGUN|POSTMARK|BREVO|TWILIO)"
    r"_(?:API_|AUTH_|ACCESS_)?(?:KEY|TOKEN)"
)
"""https://platform.openai.com/docs/api-reference/authentication, https://ai.google.dev/gemini-api/docs/api-key and the
like of the others: the key is for servers only."""

_SECRET = regex(
    r"(?:.*_)?(?:SECRET(?:_KEY|_TOKEN|_ACCESS_KEY)?|PRIVATE_KEY|SERVICE_ROLE(?:_KEY|_TOKEN)?|SUPABASE_SERVICE_KEY|PASSWORD|PASSWD"
    r"|(?:BOT|GITHUB|GH)_TOKEN|GITHUB_PAT|ADMIN_(?:API_)?KEY|(?:MASTER|ENCRYPTION)_KEY)"
)
_NO_SECRET = regex(
    r"(?:ENABLE|DISABLE|SHOW|HIDE|REQUIRE|ALLOW|USE|HAS|IS|FEATURE|FORGOT|RESET|CHANGE|UPDATE|CONFIRM)_.*"
    r"|(?:.*_)?(?:PUBLISHABLE|ANON|SITE|PUBLIC|DEMO|TEST|E2E|DEV|GUEST|DEFAULT|SAMPLE|EXAMPLE|MOCK|FAKE|DUMMY)_.*"
)
_SETTING = regex(r"true|false|yes|no|on|off|\d{1,4}|\.{0,2}/.*|https?://[^@]*", re.IGNORECASE)
"""A value that is a switch, a number or a path, whatever its name says."""

_TITLES = {
    "vite": "Vite",
    "next": "Next.js",
    "create-react-app": "Create React App",
    "vue-cli": "Vue CLI",
    "nuxt": "Nuxt",
    "astro": "Astro",
    "sveltekit": "SvelteKit",
}
_PAGE_WAYS = frozenset({"import.meta.env", "process.env", "$env"})
_IS_CLIENT = regex(r"(?:\s|/\*.*?\*/|//[^\n]*\n)*['\"]use client['\"]", re.DOTALL)


@record
class Options:
    """`public` are the names of variables that are made to be seen, with their prefix."""

    public: tuple[str, ...] = ()


def check(wiring: Wiring, options: Options) -> Problems:
    """Yields a problem for each such variable of a frontend, at the first env file that names it, else at a read."""
    for app in wiring.apps.frontends:
        prefixes = _prefixes(wiring, app)
        if prefixes:
            yield from _of_app(wiring, app, prefixes, options)


def _prefixes(wiring: Wiring, app: App) -> tuple[str, ...]:
    """The prefixes of the variables that a frontend's bundler shows; none where it is not known."""
    exposure = wiring.exposure(app)
    if exposure is not None and exposure.prefixes is not None:
        return tuple(prefix for prefix in exposure.prefixes if prefix)
    framework = framework_named(app.framework)
    return framework.prefixes if framework is not None and app.framework in _TITLES else ()


def _of_app(wiring: Wiring, app: App, prefixes: tuple[str, ...], options: Options) -> Problems:
    entries = [entry for entry in _entries(wiring, app) if entry.key.startswith(prefixes)]
    uses = [use for use in _uses(wiring, app) if use.name.startswith(prefixes)]
    names = dict.fromkeys([*(entry.key for entry in entries), *(use.name for use in uses)])
    for name in (name for name in names if name not in options.public):
        prefix = next(prefix for prefix in prefixes if name.startswith(prefix))
        set_here = [entry for entry in entries if entry.key == name]
        read_here = [use for use in uses if use.name == name]
        what = _what(name[len(prefix) :], set_here)
        if what and _may_be_shipped(wiring, app, name, read_here):
            places = [Label(entry.at, "set here as well") for entry in sorted(set_here, key=_holds_none)]
            places += [Label(use.at, "the page reads it here") for use in read_here]
            bundler = _TITLES.get(app.framework, "the bundler")
            yield _problem(f"{name} {what}, and {bundler} puts {prefix}* into the page", places)


def _entries(wiring: Wiring, app: App) -> Iterator[EnvEntry]:
    """The lines of the env files in a frontend's folder and in those above it."""
    for path in wiring.env_files.paths():
        folder = folder_of(path)
        if wiring.apps.frontend_of(path) == app or not folder or f"{app.root}/".startswith(f"{folder}/"):
            yield from wiring.env_files.entries(path)


def _uses(wiring: Wiring, app: App) -> Iterator[EnvUse]:
    for facts in wiring.browser_files_of(app):
        if app.framework == "next" and _IS_CLIENT.match(facts.source.text) is None:
            continue
        yield from (use for use in facts.of(EnvUse) if use.way in _PAGE_WAYS)


def _what(stem: str, entries: list[EnvEntry]) -> str:
    """In words what makes a variable a secret; empty where it is none, or may be none."""
    if not all(_holds_none(entry) for entry in entries):
        return "holds a secret"
    values = [value for entry in entries if (value := _value(entry))]
    if _NO_SECRET.fullmatch(stem) or any(_SETTING.fullmatch(value) for value in values):
        return ""
    if _PROVIDER_KEY.fullmatch(stem):
        return "is a key for servers only"
    named = _SECRET.fullmatch(stem) is not None and not any(is_publishable(value) for value in values)
    return "is a secret by its name" if named else ""


def _holds_none(entry: EnvEntry) -> bool:
    return not is_issued(_value(entry)) and not is_login(_value(entry))


def _value(entry: EnvEntry) -> str:
    reading = entry.vite or entry.python
    return (reading.text or "") if reading is not None else ""


def _may_be_shipped(wiring: Wiring, app: App, name: str, uses: list[EnvUse]) -> bool:
    """Next.js puts in only what a script of the page reads, so reads by its server alone are harmless."""
    return app.framework != "next" or bool(uses) or all(use.name != name for use in wiring.facts(EnvUse))


def _problem(message: str, places: list[Label]) -> Problem:
    first, *others = places
    return Problem(
        message,
        first.at,
        tuple(others),
        symptom="the value can be read in the scripts of the page, in any browser's developer tools",
        remedy="keep it on the server under a name without the prefix, and revoke it if it was ever deployed",
    )
