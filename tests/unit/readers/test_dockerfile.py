from __future__ import annotations

import pytest

from envlint.facts import ImageStage, ImageVariable, Listen
from envlint.model import Source
from envlint.readers import dockerfile
from envlint.readers.names import readers_of
from tests.unit.readers.spelling import server, spelled


def servers(text: str) -> list[str]:
    found = dockerfile.read(Source("api/Dockerfile", text))
    return [server(fact) for fact in found if isinstance(fact, Listen)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "RUN pip install uvicorn\nEXPOSE 8000\n",
        "FROM python AS dev\nCMD uvicorn main:app\nFROM nginx\nCOPY --from=dev /a /b\n",
        "FROM python\nHEALTHCHECK CMD uvicorn main:app\n",
        "FROM python\nRUN <<EOF\nCMD uvicorn main:app\nEOF\n",
        "FROM python\n# CMD uvicorn main:app\nCMD python main.py\n",
        'FROM python\nCMD ["uvicorn"\n',
        'FROM python AS base\nCMD ["main:app"]\nFROM base\nENTRYPOINT ["uvicorn"]\n',
    ],
)
def test_stays_silent(text: str) -> None:
    assert servers(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('CMD ["uvicorn", "main:app", "--port", "8000"]', "uvicorn main:app @ -:8000"),
        ('CMD ["uvicorn", "main:app", \\\n  # why\n  "--port", "8000"]', "uvicorn main:app @ -:8000"),
        ("CMD uvicorn main:app --port ${PORT:-8000}", "uvicorn main:app @ -:$PORT|8000"),
        ("ENV PORT=8000\nCMD uvicorn main:app --port $PORT", "uvicorn main:app @ -:$PORT|8000"),
        ('CMD ["sh", "-c", "exec uvicorn main:app --port $PORT"]', "uvicorn main:app @ -:$PORT"),
        ('ENTRYPOINT ["uvicorn"]\nCMD ["main:app", "--port", "8000"]', "uvicorn main:app @ -:8000"),
        ('ENTRYPOINT ["./entrypoint.sh"]\nCMD ["uvicorn", "main:app"]', "uvicorn main:app @ -:-"),
        ('CMD ["main:app"]\nENTRYPOINT ["uvicorn"]', "uvicorn main:app @ -:-"),
        ("ENTRYPOINT uvicorn main:app\nCMD ignored", "uvicorn main:app @ -:-"),
        ("CMD uvicorn old:app\nCMD uvicorn main:app", "uvicorn main:app @ -:-"),
        ("FROM python AS base\nCMD uvicorn main:app\nFROM base AS prod\nRUN x", "uvicorn main:app @ -:-"),
        ("FROM python AS dev\nCMD uvicorn dev:app\nFROM python\nCMD uvicorn main:app", "uvicorn main:app @ -:-"),
        ("WORKDIR /app\nCMD cd /app && uvicorn main:app", "uvicorn main:app @ -:-"),
    ],
)
def test_the_server_of_the_last_stage(text: str, expected: str) -> None:
    assert servers(text) == [f"{expected} in api"]


def test_it_runs_in_an_image_and_its_words_have_places() -> None:
    found = dockerfile.read(Source("Dockerfile", 'CMD ["uvicorn", "main:app", "--port", "8000"]'))
    (fact,) = (each for each in found if isinstance(each, Listen))
    assert fact.image
    assert fact.application is not None
    assert fact.port is not None
    assert [fact.application.at.text, fact.port.at.text] == ["main:app", "8000"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Dockerfile", True),
        ("api/Dockerfile.dev", True),
        ("backend.Dockerfile", True),
        ("Containerfile", True),
        ("docs/dockerfile.md", False),
        ("Dockerfile/readme.md", False),
    ],
)
def test_reads_by_name(path: str, expected: bool) -> None:
    assert ("dockerfile" in readers_of(path)) is expected


BUILD = """\
ARG NODE=22
FROM --platform=linux/amd64 node:$NODE AS build
ARG VITE_API_URL=http://localhost:8000
ARG VITE_WS_URL
ENV VITE_WS_URL=$VITE_WS_URL MODE="a b"
ENV OLD value
COPY package.json package-lock.json ./
RUN npm run build
FROM nginx
COPY --from=build /app/dist /usr/share/nginx/html
COPY ["deploy/nginx.conf", "/etc/nginx/conf.d/default.conf"]
CMD ["nginx", "-g", "daemon off;"]
"""


def test_variables_of_the_stages() -> None:
    found = [fact for fact in dockerfile.read(Source("Dockerfile", BUILD)) if isinstance(fact, ImageVariable)]
    assert [(each.stage, each.kind, each.name, spelled(each.value), each.at.text) for each in found] == [
        (-1, "arg", "NODE", "22", "NODE"),
        (0, "arg", "VITE_API_URL", "http://localhost:8000", "VITE_API_URL"),
        (0, "arg", "VITE_WS_URL", "-", "VITE_WS_URL"),
        (0, "env", "VITE_WS_URL", "$VITE_WS_URL", "VITE_WS_URL"),
        (0, "env", "MODE", "a b", "MODE"),
        (0, "env", "OLD", "value", "OLD"),
    ]


def test_stages() -> None:
    found = [fact for fact in dockerfile.read(Source("Dockerfile", BUILD)) if isinstance(fact, ImageStage)]
    assert [(each.number, each.name, each.base, each.copies, each.takes, each.command) for each in found] == [
        (0, "build", "node:$node", ("package.json", "package-lock.json"), (), ""),
        (1, "", "nginx", ("deploy/nginx.conf",), ("build",), "nginx -g daemon off;"),
    ]
    assert [run.text for run in found[0].runs] == ["npm run build"]


@pytest.mark.parametrize(
    ("instruction", "copies", "takes"),
    [
        ("COPY a b /c/", ("a", "b"), ()),
        ('COPY ["a b", "/c/"]', ("a b",), ()),
        ("COPY --chown=me --link a /c/", ("a",), ()),
        ('COPY --chown=me ["a", "/c/"]', ("a",), ()),
        ("COPY a \\\n  b /c/", ("a", "b"), ()),
        ("COPY --link --from=Build /a /c/", (), ("build",)),
        ("ADD https://example.com/a /c/", ("https://example.com/a",), ()),
    ],
)
def test_copies(instruction: str, copies: tuple[str, ...], takes: tuple[str, ...]) -> None:
    found = dockerfile.read(Source("Dockerfile", f"FROM x\n{instruction}\n"))
    (stage,) = (fact for fact in found if isinstance(fact, ImageStage))
    assert (stage.copies, stage.takes) == (copies, takes)
