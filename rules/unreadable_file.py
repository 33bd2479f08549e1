"""A file that matters could not be read.

Nothing in it was compared with the rest of the project, so silence about it means nothing. Where only a part of the
file is broken, the rest of it still counts.

Mend the file. Where it is broken on purpose, leave it out of the run.

## Bad: a compose file whose indentation is off
`docker-compose.yml`
```yaml
services:
  api:
    build: .
   ports:
      - "8000:8000"
```
Report:
```text
docker-compose.yml:4:4: warning[unreadable-file] this part of the file could not be read: not valid YAML: did not find expected key
  |
4 |    ports:
  |    ^
  = seen: envlint says nothing about what stands there, right or wrong
```

## Bad: a merge was left unfinished
`frontend/package.json`
```json
{
  "scripts": {
<<<<<<< HEAD
    "dev": "vite --port 5174"
=======
    "dev": "vite"
>>>>>>> main
  }
}
```
Report:
```text
frontend/package.json:3:1: warning[unreadable-file] this part of the file could not be read: not a JSON object
  |
3 | <<<<<<< HEAD
  | ^^^^^^^^^^^^
  = seen: envlint says nothing about what stands there, right or wrong
```

## Good: every file can be read
`docker-compose.yml`
```yaml
services:
  api:
    build: .
    ports:
      - "8000:8000"
```

## Good: a broken file that no program runs
`backend/tests/fixtures/docker-compose.yml`
```yaml
services:
  api:
    build: .
   ports:
      - "8000:8000"
```

## Good: a template from which projects are made
`{{ cookiecutter.name }}/docker-compose.yml`
```yaml
services:
  {%- if cookiecutter.database %}
  database:
    image: postgres:17
  {%- endif %}
  api:
    build: .
```

## Good: such a template at the root
`docker-compose.yml`
```yaml
services:
  api:
    build: .
volumes:
  data:
    name: {{project_name}}_data
    external: true
```
"""

from __future__ import annotations

from envlint.rule import Problem, Problems, Severity, Source, Unreadable, Wiring, is_running_code, regex

SINCE = "0.1"
SEVERITY = Severity.WARNING

_TEMPLATE = regex(r"\{%-? *\w|\{\{ *\w")
"""Tags of Jinja and Mustache, in which templates of projects are written."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each file that was wanted and could not be read or parsed."""
    # Some modules are read only when a value of theirs is asked for; the connections and servers ask for all of them.
    if wiring.connections or wiring.servers or wiring.unreadable:
        yield from (_problem(item) for item in wiring.unreadable if _is_run(item))


def _is_run(item: Unreadable) -> bool:
    """Whether a file is used as it stands: no test's, and no template that is filled in first."""
    text = item.at.source.text if item.at is not None else ""
    return is_running_code(item.path) and "{{" not in item.path and not _TEMPLATE.search(text)


def _problem(item: Unreadable) -> Problem:
    at = item.at or Source(item.path, "").at(0, 0)
    part = "this part of the file" if item.at is not None else "this file"
    return Problem(
        f"{part} could not be read: {item.reason}",
        at,
        symptom="envlint says nothing about what stands there, right or wrong",
    )
