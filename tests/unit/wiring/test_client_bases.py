"""Paths behind the base of an HTTP client, which may be made in another file."""

from __future__ import annotations

import pytest

from tests.unit.small_projects import API, VITE, urls

AXIOS = "import axios from 'axios'; "
RTK = "import { createApi, fetchBaseQuery } from '@reduxjs/toolkit/query/react'; "


@pytest.mark.parametrize(
    ("base", "path", "expected"),
    [
        ("http://a/api", "/x", "http://a/api/x"),
        ("http://a/api/", "x", "http://a/api/x"),
        ("http://a/api", "x", "http://a/api/x"),
        ("http://a/api/", "/x", "http://a/api/x"),
        ("/api", "x/y", "/api/x/y"),
        ("", "/x", "/x"),
        ("http://a/api", "http://b/x", "http://b/x"),
        ("http://a/api", "?page=1", "http://a/api?page=1"),
    ],
)
def test_one_slash_between_base_and_path(base: str, path: str, expected: str) -> None:
    text = AXIOS + f"const api = axios.create({{ baseURL: '{base}' }}); api.get('{path}')"
    assert expected in urls({**VITE, "web/src/a.ts": text})


@pytest.mark.parametrize(
    ("made", "called", "expected"),
    [
        (AXIOS + "export const api = axios.create({ baseURL: import.meta.env.VITE_API })",
         "import { api } from './api'; api.get('/x')", f"{API}/x"),
        (AXIOS + "export default axios.create({ baseURL: `${import.meta.env.VITE_API}/v1` })",
         "import api from './api'; api.post('x')", f"{API}/v1/x"),
        (AXIOS + "export const make = (base) => axios.create({ baseURL: base })",
         "import { make } from './api'; const api = make('http://a'); api.get('/x')", "http://a/x"),
        ("import ky from 'ky'; export const api = ky.create({ prefixUrl: import.meta.env.VITE_API })",
         "import { api } from './api'; api.get('x')", f"{API}/x"),
        (RTK + "export const a = createApi({ baseQuery: fetchBaseQuery({ baseUrl: import.meta.env.VITE_API }) })",
         "import { a } from './api'; a.injectEndpoints({ endpoints: (b) => ({ x: b.query({ query: () => 'x' }) }) })",
         f"{API}/x"),
        ("import createClient from 'openapi-fetch'; export const api = createClient({ baseUrl: 'http://a' })",
         "import { api } from './api'; api.GET('/x', {})", "http://a/x"),
    ],
)  # fmt: skip
def test_clients_of_another_file(made: str, called: str, expected: str) -> None:
    assert expected in urls({**VITE, "web/src/api.ts": made, "web/src/a.ts": called})
