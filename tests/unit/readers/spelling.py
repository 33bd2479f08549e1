"""Facts about servers in a short spelling, so that a table of tests can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.values import Either, EnvRead, Flag, Join, Text

if TYPE_CHECKING:
    from envlint.facts import Listen
    from envlint.values import Value


def spelled(value: Value | None) -> str:
    """`8000`, `$PORT`, `$PORT|8000` for alternatives; `-` for None and `?` for a hole."""
    if value is None:
        return "-"
    if isinstance(value, Text):
        return value.text
    if isinstance(value, EnvRead):
        return f"${value.name}"
    if isinstance(value, Either):
        return "|".join(map(spelled, value.options))
    if isinstance(value, Join):
        return "+".join(map(spelled, value.parts))
    return str(value.value).lower() if isinstance(value, Flag) else "?"


def server(listen: Listen) -> str:
    """`uvicorn app.main:app @ host:port in folder`, with what else is not usual after it."""
    words = [listen.tool, listen.command, spelled(listen.application) if listen.application else ""]
    words += ["@", f"{spelled(listen.host)}:{spelled(listen.port)}"]
    words += ["in", listen.folder] if listen.folder else []
    words += [f"root={spelled(listen.root_path)}"] if listen.root_path else []
    words += [f"service={listen.service}"] if listen.service else []
    words += [f"mode={listen.mode}"] if listen.mode else []
    words += ["tls"] if listen.tls else []
    return " ".join(word for word in words if word)
