from __future__ import annotations

import pytest

from envlint.model import Source
from envlint.readers import commands
from envlint.readers.names import readers_of
from envlint.values import Text
from tests.unit.readers.spelling import server


def servers(text: str, path: str = "start.sh") -> list[str]:
    return [server(fact) for fact in commands.read(Source(path, text))]


@pytest.mark.parametrize(
    "text",
    [
        "# uvicorn app.main:app --port 8000",
        'echo "uvicorn app.main:app --port 8000"',
        "printf 'run uvicorn app.main:app\\n'",
        "cat <<EOF\nuvicorn app.main:app --port 8000\nEOF\n",
        "cat > run.sh <<-'END'\n\tuvicorn app.main:app\n\tEND\n",
        "pip install uvicorn fastapi",
        "lsof -ti :8000 | xargs kill",
        "pkill -f 'uvicorn app.main:app'",
        "curl http://localhost:8000/health",
        "docker run -p 8000:8000 image uvicorn app.main:app",
        "vite --version",
        "vite build",
        "npm install",
        "npm run dev",
        "if pgrep -f vite; then echo up; fi",
        "cd $SOMEWHERE && uvicorn app.main:app",
        "cd /srv/app && uvicorn app.main:app",
        "if [ -d api ]; then cd api; fi\nuvicorn app.main:app",
        "uvicorn",
        "'unclosed uvicorn app.main:app",
    ],
)
def test_stays_silent(text: str) -> None:
    assert servers(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("uvicorn app.main:app", "uvicorn app.main:app @ -:-"),
        ("uvicorn --reload app.main:app --port=8001 --host 0.0.0.0", "uvicorn app.main:app @ 0.0.0.0:8001"),
        ("uvicorn app.main:create --factory --workers 4", "uvicorn app.main:create @ -:-"),
        ("uvicorn main:app --app-dir backend", "uvicorn main:app @ -:- in backend"),
        ("uvicorn main:app --root-path /api", "uvicorn main:app @ -:- root=/api"),
        ("uvicorn main:app --ssl-keyfile k.pem --ssl-certfile c.pem", "uvicorn main:app @ -:- tls"),
        ("uvicorn main:app --uds /run/app.sock", "uvicorn main:app @ -:?"),
        ("uvicorn main:app --port $PORT", "uvicorn main:app @ -:$PORT"),
        ("uvicorn main:app --port ${PORT:-8000}", "uvicorn main:app @ -:$PORT|8000"),
        ("uvicorn main:app --port $1", "uvicorn main:app @ -:?"),
        ("uvicorn main:app --port $(free_port)", "uvicorn main:app @ -:?"),
        ("UVICORN_PORT=9 uvicorn main:app", "uvicorn main:app @ -:9"),
        ("uvicorn main:app \\\n  --port 8000 > out.log 2>&1 &", "uvicorn main:app @ -:8000"),
        ("gunicorn -k uvicorn.workers.UvicornWorker -b :8000 app:app", "gunicorn app:app @ :8000"),
        ("gunicorn config.wsgi --bind=0.0.0.0:$PORT", "gunicorn config.wsgi @ 0.0.0.0:$PORT"),
        ("gunicorn app:app --chdir api -b unix:/run/a.sock", "gunicorn app:app @ -:? in api"),
        ("gunicorn -c gunicorn.conf.py app:app", "gunicorn app:app @ -:?"),
        ("hypercorn app:app -b '[::]:8000'", "hypercorn app:app @ [::]:8000"),
        ("granian --interface asgi app:app --port 8000", "granian app:app @ -:8000"),
        ("daphne -b 0.0.0.0 -p 8001 site.asgi:application", "daphne site.asgi:application @ 0.0.0.0:8001"),
        ("fastapi dev app/main.py", "fastapi dev app/main.py @ -:-"),
        ("fastapi run --port 80", "fastapi run @ -:80"),
        ("litestar --app app.asgi:app run -H 0.0.0.0 -p 8001", "litestar run app.asgi:app @ 0.0.0.0:8001"),
        ("sanic server:app --host=0.0.0.0 --port=8001", "sanic server:app @ 0.0.0.0:8001"),
        ("flask --app web run -h 0.0.0.0 -p 5001", "flask run web @ 0.0.0.0:5001"),
        ("python manage.py runserver", "django runserver @ -:-"),
        ("python manage.py runserver 8001", "django runserver @ -:8001"),
        ("python3 api/manage.py runserver 0.0.0.0:8001", "django runserver @ 0.0.0.0:8001 in api"),
        ("npx vite --host --port 3000", "vite @ true:3000"),
        ("react-router dev --port 3002", "vite dev @ -:3002"),
        ("remix vite:dev --port 3003", "vite vite:dev @ -:3003"),
        ("vite client --mode staging", "vite @ -:- in client mode=staging"),
        ("pnpm vite preview --port 4000", "vite preview @ -:4000 mode=production"),
        ("yarn next dev -p 3001 -H 0.0.0.0", "next dev @ 0.0.0.0:3001"),
        ("next start", "next start @ -:- mode=production"),
        ("PORT=3001 HTTPS=true react-scripts start", "react-scripts start @ -:3001 tls"),
        ("cross-env PORT=3001 react-scripts start", "react-scripts start @ -:3001"),
        ("export PORT=3001\nreact-scripts start", "react-scripts start @ -:3001"),
        ("ng serve --ssl --port 4201", "ng serve @ -:4201 tls"),
        ("npm run dev -- --port 3001", "npm dev @ -:3001"),
        ("npm --prefix web run dev -- --port 3001", "npm dev @ -:3001 in web"),
        ("yarn dev --port 3001", "npm dev @ -:3001"),
    ],
)
def test_tools_and_their_arguments(text: str, expected: str) -> None:
    assert servers(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("node server.js", "node server.js @ -:-"),
        ("node dist/main", "node dist/main @ -:-"),
        ("node --watch src/app.js", "node src/app.js @ -:-"),
        ("node -r dotenv/config server.js", "node server.js @ -:-"),
        ("cd api && PORT=4000 node dist/main.js", "node dist/main.js @ -:4000 in api"),
        ("cross-env NODE_ENV=development PORT=3002 nodemon app.js", "node app.js @ -:3002"),
        ("nodemon --exec ts-node src/index.ts", "node src/index.ts @ -:-"),
        ("nodemon --watch src --ext ts --exec 'tsx src/index.ts'", "node src/index.ts @ -:-"),
        ("tsx watch src/index.ts", "node watch src/index.ts @ -:-"),
        ("ts-node-dev --respawn src/index.ts", "node src/index.ts @ -:-"),
        ("bun run src/index.ts", "node run src/index.ts @ -:-"),
        ("nest start --watch", "node start @ -:-"),
    ],
)
def test_programs_of_node(text: str, expected: str) -> None:
    assert servers(text) == [expected]


@pytest.mark.parametrize(
    "text", ["node", "node -e 'console.log(1)'", "bun test", "bun install", "nest build", "nodemon"]
)
def test_node_without_a_program(text: str) -> None:
    assert servers(text) == []


@pytest.mark.parametrize(
    "prefix",
    [
        "poetry run",
        "uv run",
        "uv --project api run --env-file .env",
        "pipenv run",
        "python -m",
        "python3.11 -u -m",
        "exec",
        "nohup",
        "sudo -E",
        "env DEBUG=1",
        "DEBUG=1",
        "dotenv run --",
        "dotenv -e .env --",
        "./wait-for-it.sh db:5432 --timeout=30 --",
        ".venv/bin/python -m",
        "timeout 60",
        "time",
        "cd . &&",
        "docker-compose up -d db;",
    ],
)
def test_looks_behind_what_only_starts_another_program(prefix: str) -> None:
    assert servers(f"{prefix} uvicorn main:app --port 8000") == ["uvicorn main:app @ -:8000"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('sh -c "cd api && exec uvicorn main:app"', ["uvicorn main:app @ -:- in api"]),
        ("watchfiles 'uvicorn main:app' src", ["uvicorn main:app @ -:-"]),
        (
            'concurrently -n api,web "uvicorn main:app" "cd web && vite"',
            ["uvicorn main:app @ -:-", "vite @ -:- in web"],
        ),
        ("docker compose exec -T api uvicorn main:app", ["uvicorn main:app @ -:- service=api"]),
    ],
)
def test_looks_inside_texts_that_are_commands(text: str, expected: list[str]) -> None:
    assert servers(text) == expected


@pytest.mark.parametrize(
    ("text", "folders"),
    [
        ("cd api\nvite\ncd ../web\nvite", ["api", "web"]),
        ("cd api && vite &\ncd web && vite", ["api", "web"]),
        ("(cd api && vite)\nvite", ["api", ""]),
        ("cd api\nvite\ncd -\nvite", ["api", ""]),
        ("pushd api\nvite\npopd\nvite", ["api", ""]),
        ("api() {\n  cd api\n  vite\n}\nweb() { cd web; vite; }", ["api", "web"]),
        ("if $x; then\n  cd api\n  vite\nelse\n  cd web\n  vite\nfi", ["api", "web"]),
        ("case $1 in\n a) cd api; vite ;;\n b) cd web; vite ;;\nesac", ["api", "web"]),
        ("DIR=api\ncd $DIR/src && vite", ["api/src"]),
        ('ROOT="$(git rev-parse --show-toplevel)"\ncd "$ROOT/api"\nvite', ["api"]),
    ],
)
def test_follows_the_current_folder(text: str, folders: list[str]) -> None:
    assert [fact.folder for fact in commands.read(Source("start.sh", text))] == folders


@pytest.mark.parametrize(
    ("start", "folder"),
    [
        ("", ""),
        ('cd "$(dirname "$0")"', "scripts"),
        ('cd "$(dirname "${BASH_SOURCE[0]}")/.."', ""),
        ('HERE="$(cd "$(dirname "$0")" && pwd)"\nROOT="$(dirname "$HERE")"\ncd "$HERE/../api"', "api"),
        ('cd "$(dirname "$(dirname "$0")")/api"', "api"),
    ],
)
def test_a_script_in_a_folder_of_scripts(start: str, folder: str) -> None:
    facts = list(commands.read(Source("scripts/start.sh", f"{start}\nvite\n")))
    assert [fact.folder for fact in facts] == [folder]


@pytest.mark.parametrize(
    ("text", "port"),
    [
        ("PORT=8000\nvite --port $PORT", "8000"),
        ("PORT=${PORT:-8000}\nvite --port $PORT", "$PORT|8000"),
        ("PORT=${1:-8000}\nvite --port $PORT", "?|8000"),
        (': "${PORT:=8000}"\nvite --port "$PORT"', "$PORT|8000"),
        ("if [ -z $PORT ]; then PORT=8000; fi\nvite --port $PORT", "8000|$PORT"),
        ("X=1\n" + "X=$X$X\n" * 60 + "vite --port $X", "?"),
    ],
)
def test_variables_of_the_file(text: str, port: str) -> None:
    assert servers(text) == [f"vite @ -:{port}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dev:\n\tuvicorn main:app --port 8000\n", "uvicorn main:app @ -:8000"),
        ("dev:\n\t@-cd api; uvicorn main:app\n", "uvicorn main:app @ -:- in api"),
        ("dev:\n\tcd api\n\tuvicorn main:app\n", "uvicorn main:app @ -:-"),
        (".ONESHELL:\ndev:\n\tcd api\n\tuvicorn main:app\n", "uvicorn main:app @ -:- in api"),
        ("PORT ?= 8000 # the port\ndev:\n\tuvicorn main:app --port $(PORT)\n", "uvicorn main:app @ -:$PORT|8000"),
        ("dev:\n\tuvicorn main:app --port ${PORT}\nPORT := 8000\n", "uvicorn main:app @ -:8000"),
        ("dev:\n\tuvicorn main:app --port $$PORT\n", "uvicorn main:app @ -:$PORT"),
        ("RUN = uv run uvicorn main:app\ndev:\n\t$(RUN) --port 8000\n", "uvicorn main:app @ -:8000"),
        ("dev:\n\t$(PYTHON) -m uvicorn main:app\n", "uvicorn main:app @ -:-"),
        ("dev:\n\tcd $(API) && \\\n\t\tuvicorn main:app\nAPI = api\n", "uvicorn main:app @ -:- in api"),
    ],
)
def test_makefiles(text: str, expected: str) -> None:
    assert servers(text, "Makefile") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('port := "8000"\ndev:\n    uvicorn main:app --port {{port}}\n', "uvicorn main:app @ -:8000"),
        (
            'port := env("PORT", "8000")\ndev:\n    uvicorn main:app --port {{ port }}\n',
            "uvicorn main:app @ -:$PORT|8000",
        ),
        ('dev port="8000":\n    @uvicorn main:app --port {{port}}\n', "uvicorn main:app @ -:8000"),
        ("dev:\n    cd api\n    uvicorn main:app\n", "uvicorn main:app @ -:-"),
        ("dev:\n    #!/bin/sh\n    cd api\n    uvicorn main:app\n", "uvicorn main:app @ -:- in api"),
    ],
)
def test_justfiles(text: str, expected: str) -> None:
    assert servers(text, "justfile") == [expected]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("api/Procfile", "web: uvicorn main:app --port $PORT\nworker: celery\n", "uvicorn main:app @ -:$PORT in api"),
        (
            "run.bat",
            "cd api\r\nvenv\\Scripts\\uvicorn.exe main:app --port 8000\r\n",
            "uvicorn main:app @ -:8000 in api",
        ),
        ("tools/run.bat", 'cd /d "%~dp0..\\web"\r\nnpx vite\r\n', "vite @ -:- in web"),
        ("run.bat", 'start "API" cmd /k "cd api && uvicorn main:app"\r\n', "uvicorn main:app @ -:- in api"),
        ("run.bat", 'set WEB=%~dp0web\ncd /d "%WEB%"\nset PORT=80\nvite --port %PORT%\n', "vite @ -:80 in web"),
        ("run.bat", 'start "x" /D "%~dp0web" cmd /c "npx vite"\n', "vite @ -:- in web"),
        ("run.sh", "cd my\\ app\nvite\n", "vite @ -:- in my app"),
        ("run.ps1", "Set-Location $PSScriptRoot/api\nuvicorn main:app\n", "uvicorn main:app @ -:- in api"),
    ],
)
def test_other_files(path: str, text: str, expected: str) -> None:
    assert servers(text, path) == [expected]


def test_places_are_those_of_the_characters() -> None:
    text = 'echo "é😀"; sh -c "uvicorn \'main:app\' --host=0.0.0.0 --port \\"8000\\" --reload"'
    (fact,) = commands.read(Source("start.sh", text))
    assert fact.at.text == "uvicorn 'main:app' --host=0.0.0.0 --port \\\"8000\\\""
    assert isinstance(fact.application, Text)
    assert isinstance(fact.host, Text)
    assert isinstance(fact.port, Text)
    assert [fact.application.at.text, fact.host.at.text, fact.port.at.text] == ["main:app", "0.0.0.0", "8000"]


@pytest.mark.parametrize("path", ["Makefile", "start.sh", "justfile", "run.bat", "Procfile"])
@pytest.mark.parametrize(
    "text", ["${X:-" * 2000, "$(" * 2000, "sh -c '" * 2000, "if (" * 2000, "a: &\n\t" * 2000, "\\"]
)
def test_hostile_texts_end_quietly(path: str, text: str) -> None:
    assert servers(text, path) == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Makefile", True),
        ("build/rules.mk", True),
        ("Procfile.dev", True),
        ("a/start.sh", True),
        ("justfile", True),
        ("package.json", False),
        ("sh", False),
        ("Makefile/readme.md", False),
    ],
)
def test_reads_by_name(path: str, expected: bool) -> None:
    assert ("commands" in readers_of(path)) is expected
