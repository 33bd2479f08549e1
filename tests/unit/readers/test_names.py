"""Which files are whose."""

from __future__ import annotations

import itertools
from importlib import import_module
from pathlib import Path

import pytest

import envlint.readers
from envlint.readers import names

FOLDERS = ("", "src/", "conf.d/", "deploy/sites-enabled/", "requirements/", ".github/workflows/", "a\nb/")
STEMS = """
    a main.test vite.config electron.vite.config next.config nuxt.config astro.config vue.config webpack.dev
    webpack.config.prod setupProxy src-proxy.conf angular package nginx app.nginx Makefile Procfile Dockerfile Caddyfile
    docker-compose env.example .env prod.env render setup requirements-dev tsconfig.app site.conf conf Justfile
    x.dockerfile
"""
SUFFIXES = """
    .py .js .mjs .cjs .ts .mts .cts .tsx .jsx .d.ts .min.js .bundle.js .vue .svelte .html .json .yml .yaml .txt .conf
    .template .sh .local .ejs .toml
"""


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_short_way_leads_to_the_same_readers(folder: str) -> None:
    paths = [
        f"{folder}{stem}{suffix}"
        for stem, suffix in itertools.product([*STEMS.split(), "a\nb"], ["", *SUFFIXES.split()])
    ]
    assert {path: names.readers_of(path) for path in paths} == {path: names._asked(path) for path in paths}


def test_each_reader_is_a_module_with_words_and_a_function() -> None:
    for name in names.READERS:
        module = import_module(f"envlint.readers.{name}")
        assert callable(module.read)
        assert module.words is None or isinstance(module.words, tuple)


def test_each_module_with_a_reader_is_asked() -> None:
    folder = Path(envlint.readers.__path__[0])
    modules = {path.stem if path.is_file() else path.name for path in folder.iterdir() if path.name[0] not in "_."}
    found = {name for name in modules if {"words", "read"} <= vars(import_module(f"envlint.readers.{name}")).keys()}
    assert found == {*names.READERS, "ignore_comments"}
