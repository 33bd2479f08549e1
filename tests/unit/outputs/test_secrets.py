from __future__ import annotations

import time

import pytest

from envlint.model import Edit, Fix, Source
from envlint.outputs.secrets import (
    Marked,
    env_line_without_secrets,
    is_env_file,
    line_without_secrets,
    tellable,
    without_secrets,
)


@pytest.mark.parametrize(
    "text",
    [
        "http://localhost:8000/api",
        "http://localhost:5173/@vite/client",
        "ws://[::1]:8000/ws",
        "https://cdn.example.com/npm/vue@3",
        "http://localhost:3000,http://127.0.0.1:3000 and me@example.com",
        "redis://cache:6379 me@example.com",
        "a token: `token=${token}`, ?token=${token}, `?token={token}`",
        "SECRET_KEY: str = os.getenv('SECRET_KEY')",
        "f(token=token)",
        "AUTH_TOKEN_URL=http://auth/token",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert without_secrets(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgres://me:hunter2@db:5432/app", "postgres://***@db:5432/app"),
        ("postgres://me:hun/ter?2#@db/app", "postgres://***@db/app"),
        ("amqp://:hunter2@mq", "amqp://***@mq"),
        ("https://hunter2@sentry.io/1", "https://***@sentry.io/1"),
        ("say 'http://a:b@c' and http://d:e@f.", "say 'http://***@c' and http://***@f."),
        ("http://localhost,http://me:hunter2@host", "http://localhost,http://***@host"),
        ("ws://host/ws?token=hunter2&x=1", "ws://host/ws?token=***&x=1"),
        ("ws://host/ws?x=1&api_key=hunter2#top", "ws://host/ws?x=1&api_key=***#top"),
        ("API_TOKEN=hunter2 uvicorn app:app", "API_TOKEN=*** uvicorn app:app"),
        ("ENV DB_PASSWORD='hunter2'", "ENV DB_PASSWORD='***'"),
    ],
)
def test_secrets_are_blanked_whole(text: str, shown: str) -> None:
    assert without_secrets(text) == shown


@pytest.mark.parametrize(
    "path",
    [".env", "a/.env.local", ".env.local.example", "prod.env", "env.example", "sample.env.txt", ".envrc", "dotenv"],
)
def test_env_files(path: str) -> None:
    assert is_env_file(path)


@pytest.mark.parametrize(
    "path", ["env.ts", "src/env.d.ts", "env.py", "environment.ts", "locale.en.json", "a.env/b.txt"]
)
def test_no_env_files(path: str) -> None:
    assert not is_env_file(path)


def marked(line: str) -> Marked:
    """The range between two `|`; without them, the whole line."""
    before, _, rest = line.partition("|")
    if not rest:
        return Marked(line, 0, len(line))
    inside, _, after = rest.partition("|")
    return Marked(before + inside + after, len(before), len(before) + len(inside))


def spelled(line: Marked) -> str:
    return f"{line.text[: line.start]}|{line.text[line.start : line.end]}|{line.text[line.end :]}"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("|VITE_API_URL|=http://localhost:8000", "|VITE_API_URL|=…"),
        ("VITE_API_URL=|http://localhost:8000|", "VITE_API_URL=|http://localhost:8000|"),
        ("VITE_API_URL=http://|localhost|:8000/v1", "VITE_API_URL=http://|localhost|:8000…"),
        ("VITE_WS_URL='ws://localhost:8000|/ws|?token=x'", "VITE_WS_URL='ws://localhost:8000|/ws|…'"),
        ("CORS=http://a,|http://b:1|,http://c", "CORS=…,|http://b:1|,…"),
        ('CORS=["http://a", "|http://b|"]', 'CORS=["…", "|http://b|"]'),
        ("DB_URL=|postgres://me:hunter2@db/app|", "DB_URL=|postgres://***@db/app|"),
        ("DB_URL=postgres://me:hunter2@|db:5432|/app", "DB_URL=…|db:5432|…"),
        ("DB_URL=postgres://me:hun/ter2@|localhost|/app", "DB_URL=…|localhost|…"),
        ("DB_URL=|postgres://me:hun|ter2@localhost/app", "DB_URL=|postgres://***|"),
        ("export PORT=|8000| # old", "export PORT=|8000| …"),
        ("JWT_SECRET=|http://hunter2|", "JWT_SECRET=|…|"),
        ("AUTH_TOKEN_URL=|http://localhost:9/token|", "AUTH_TOKEN_URL=|http://localhost:9/token|"),
        ('NAME=|"hunter2"x|', 'NAME=|"…"…|'),
        ("|NAME='hunter2|", "|NAME='…|"),
        ("# OLD=|hunter2|", "# OLD=|…|"),
        ("|VITE_LONELY|", "|VITE_LONELY|"),
        ("|MIIEvQIBADANBgkqhkiG9w0BAQEFAASC|", "|…|"),
        ("|hunter2 is no key|", "|…|"),
        ("|{'hunter': 2}|", "|…|"),
        ("a b\t|http://localhost|", "|…|"),
        ("||", "||"),
    ],
)
def test_lines_of_env_files(line: str, shown: str) -> None:
    assert spelled(env_line_without_secrets(marked(line), "…")) == shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("x = |'http://a:b@c'|", "x = |'http://***@c'|"),
        ("x = 'http://a:b@|c|'", "x = 'http://***@|c|'"),
        ("|x| = 'http://a:b@c'", "|x| = 'http://***@c'"),
        ("x = 'http://|a|:b@c'", "x = 'http://|***|@c'"),
    ],
)
def test_the_mark_keeps_its_place(line: str, shown: str) -> None:
    assert spelled(line_without_secrets(marked(line))) == shown


def test_a_text_is_cut_between_words() -> None:
    text = without_secrets("word " * 798 + "http://me:" + "hunter2" * 100 + "@db")
    assert text.endswith("word ...")
    assert "hunter" not in text


@pytest.mark.parametrize("piece", ["http://a:", "?token=", "TOKEN", "://", "A_SECRET_", "x@"])
def test_hostile_lines_take_no_time(piece: str) -> None:
    line = piece * (1_000_000 // len(piece))
    start = time.process_time()
    env_line_without_secrets(Marked(f"A={line}", 2, 9), "…")
    without_secrets(line)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("texts", "told"),
    [((), True), (("http://db",), True), (("http://me:x@db",), False), (("http://db", "http://me:x@db"), False)],
)
def test_a_fix_is_told_where_none_of_its_edits_holds_a_secret(texts: tuple[str, ...], told: bool) -> None:
    fix = Fix("f", tuple(Edit(Source("a", "").at(0, 0), text) for text in texts))
    assert tellable([fix]) == ([fix] if told else [])
