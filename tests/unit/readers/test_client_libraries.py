"""Client libraries: what each of them opens or calls, and which base it adds."""

from __future__ import annotations

import pytest

from tests.unit.readers.javascript_spelling import connects, line, spelled

RTK = "import { createApi, fetchBaseQuery, retry } from '@reduxjs/toolkit/query/react';"
ANGULAR = "import { HttpClient } from '@angular/common/http'; import { inject } from '@angular/core';"
BASE_QUERY = "fetchBaseQuery({ baseUrl: '/api' })"


@pytest.mark.parametrize(
    "text",
    [
        "import { createClient } from './mine'; createClient({ url: 'ws://x' })",
        "import { createClient } from './mine'; createClient()",
        "import { Configuration } from './mine'; new Configuration({ theme: 'dark' })",
        "import { Configuration } from 'some-package'; new Configuration({ basePath: '/x' })",
        "import { HttpLink } from '@apollo/client'; new HttpLink({ fetch })",
        "import { Client } from '@stomp/stompjs'; new Client({ webSocketFactory: make })",
        "import { Client } from '@stomp/stompjs'; new Client('ws://x')",
        "import useWebSocket from 'react-use-websocket'; useWebSocket(null)",
        "import $ from 'jquery'; $('#x')",
        "$('#x').get(0)",
        "import axios from 'axios'; axios.create({ timeout: 1 })",
        "const f = file(); f.open('GET', '/x')",
        "class A { constructor(private http: Http) {} f() { this.http.get('/x') } }",
        RTK + "const b = builder(); b.query({ query: () => '/x' })",
    ],
)
def test_no_connection(text: str) -> None:
    assert [line(found) for found in connects(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import S from 'sockette'; new S('ws://x', {})", "websocket new S 'ws://x'"),
        ("import S from 'partysocket/ws'; new S('ws://x')", "websocket new S 'ws://x'"),
        ("import { w3cwebsocket as S } from 'websocket'; new S('ws://x')", "websocket new S 'ws://x'"),
        ("import { useWebSocket as u } from 'react-use-websocket'; u(() => 'ws://x')", "websocket u 'ws://x'"),
        ("import { useWebSocket } from '@vueuse/core'; useWebSocket('ws://x')", "websocket useWebSocket 'ws://x'"),
        ("import { webSocket } from 'rxjs/webSocket'; webSocket('ws://x')", "websocket webSocket 'ws://x'"),
        ("import { webSocket } from 'rxjs/webSocket'; webSocket({ url: 'ws://x' })", "websocket webSocket 'ws://x'"),
        ("import { createClient } from 'graphql-ws'; createClient({ url: 'ws://x' })",
         "websocket createClient 'ws://x'"),
        ("import { createClient } from 'graphql-ws'; createClient({ url: () => 'ws://x' })",
         "websocket createClient 'ws://x'"),
        ("import { WebSocketLink } from '@apollo/client/link/ws'; new WebSocketLink({ uri: 'ws://x' })",
         "websocket new WebSocketLink 'ws://x'"),
        ("import { SubscriptionClient as C } from 'subscriptions-transport-ws'; new C('ws://x', {})",
         "websocket new C 'ws://x'"),
        ("import { Client } from '@stomp/stompjs'; new Client({ brokerURL: 'ws://x' })",
         "websocket new Client 'ws://x'"),
        ("import { Stomp } from '@stomp/stompjs'; Stomp.client('ws://x')", "websocket Stomp.client 'ws://x'"),
        ("import Stomp from 'stompjs'; import S from 'sockjs-client'; Stomp.over(new S('/x'))", "http new S '/x'"),
        ("import { createWSClient } from '@trpc/client'; createWSClient({ url: 'ws://x' })",
         "websocket createWSClient 'ws://x'"),
        ("import { EventSource } from 'eventsource'; new EventSource('/x')", "eventsource new EventSource '/x'"),
        ("import { EventSourcePolyfill } from 'event-source-polyfill'; new EventSourcePolyfill('/x')",
         "eventsource new EventSourcePolyfill '/x'"),
        ("import { fetchEventSource as f } from '@microsoft/fetch-event-source'; f('/x', { method: 'POST' })",
         "eventsource f '/x' POST"),
        ("import { HttpLink } from '@apollo/client'; new HttpLink({ uri: '/x', credentials: 'include' })",
         "http new HttpLink '/x' POST credentials=true"),
        ("import { createHttpLink } from '@apollo/client/core'; createHttpLink({ uri: '/x' })",
         "http createHttpLink '/x' POST"),
        ("import { ApolloClient } from '@apollo/client'; new ApolloClient({ uri: '/x', cache })",
         "http new ApolloClient '/x' POST"),
        ("import { createUploadLink } from 'apollo-upload-client'; createUploadLink({ uri: '/x' })",
         "http createUploadLink '/x' POST"),
        ("import { createClient } from 'urql'; createClient({ url: '/x', fetchOptions: { credentials: 'include' } })",
         "http createClient '/x' POST credentials=true"),
        ("import { Client } from '@urql/core'; new Client({ url: '/x' })", "http new Client '/x' POST"),
        ("import { GraphQLClient as C } from 'graphql-request'; new C('/x')", "http new C '/x' POST"),
        ("import { httpBatchLink } from '@trpc/client'; httpBatchLink({ url: '/x' })", "http httpBatchLink '/x' POST"),
        ("import request from 'superagent'; request.get('/x')", "http request.get '/x'"),
        ("$.ajax({ url: '/x', type: 'put', xhrFields: { withCredentials: true } })",
         "http $.ajax '/x' PUT credentials=true"),
        ("$.ajax('/x', { method: 'delete' })", "http $.ajax '/x' DELETE"),
        ("import jQuery from 'jquery'; jQuery.post('/x', {}, f)", "http jQuery.post '/x' POST"),
        ("$.getJSON('/x')", "http $.getJSON '/x'"),
        ("const r = new XMLHttpRequest(); r.open('post', '/x'); r.withCredentials = true",
         "http r.open '/x' POST credentials=true"),
        (ANGULAR + "class A { constructor(private http: HttpClient) {} f() { return this.http.get<T>('/x') } }",
         "http this.http.get '/x'"),
        (ANGULAR + "class A { http = inject(HttpClient); f() { this.http.post('/x', b, { withCredentials: true }) } }",
         "http this.http.post '/x' POST credentials=true"),
        (ANGULAR + "class A { private http!: HttpClient; f() { this.http.request('PUT', '/x') } }",
         "http this.http.request '/x' PUT"),
        (ANGULAR + "export const load = (http: HttpClient) => http.delete('/x')", "http http.delete '/x' DELETE"),
    ],
)  # fmt: skip
def test_connections(text: str, expected: str) -> None:
    assert [line(found) for found in connects(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import axios from 'axios'; axios.create({ baseURL: '/api' })", "'/api' -"),
        ("import axios from 'axios'; axios.create({ baseURL: '/api', withCredentials: true })", "'/api' true"),
        ("import axios from 'axios'; axios.defaults.baseURL = '/api'", "'/api' -"),
        ("import ky from 'ky'; ky.create({ prefixUrl: '/api', credentials: 'include' })", "'/api' true"),
        ("import ky from 'ky'; ky.extend({ prefixUrl: '/api' })", "'/api' -"),
        ("import { ofetch } from 'ofetch'; ofetch.create({ baseURL: '/api' })", "'/api' -"),
        ("import wretch from 'wretch'; wretch('/api')", "'/api' -"),
        ("import createClient from 'openapi-fetch'; createClient<P>({ baseUrl: '/api' })", "'/api' -"),
        ("import { createClient } from '@hey-api/client-fetch'; createClient({ baseUrl: '/api' })", "'/api' -"),
        ("import { createClient, createConfig } from './client'; createClient(createConfig({ baseUrl: '/api' }))",
         "'/api' -"),
        ("import { client } from './client'; client.setConfig({ baseURL: '/api', withCredentials: true })",
         "'/api' true"),
        ("import { OpenAPI } from './client'; OpenAPI.BASE = '/api'", "'/api' -"),
        ("import { Configuration } from './generated'; new Configuration({ basePath: '/api' })", "'/api' -"),
        (RTK + BASE_QUERY, "'/api' -"),
        (RTK + "fetchBaseQuery({ baseUrl: import.meta.env.VITE_API, credentials: 'include' })", "$VITE_API true"),
    ],
)  # fmt: skip
def test_bases(text: str, expected: str) -> None:
    (found,) = connects(text)
    assert found.is_base
    assert f"{spelled(found.url)} {spelled(found.credentials)}" == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import axios from 'axios'; const c = axios.create({ baseURL: '/api' }); c.get('/x')",
         ["http c.get '/x' client=c"]),
        ("import axios from 'axios'; const c = axios.create({ baseURL: '/api' }); c({ url: '/x', method: 'put' })",
         ["http c '/x' PUT client=c"]),
        ("import ky from 'ky'; const c = ky.create({ prefixUrl: '/api' }); c.post('x')",
         ["http c.post 'x' POST client=c"]),
        ("import createClient from 'openapi-fetch'; const c = createClient({ baseUrl: '/api' }); c.GET('/x/{id}', {})",
         ["http c.GET '/x/{id}' client=c"]),
        (RTK + f"const a = createApi({{ baseQuery: {BASE_QUERY}, endpoints: (b) => ({{ x: b.query({{"
         "query: (id) => `x/${id}` }) }) })", ["http b.query 'x/' + :id client=client('/api', -)"]),
        (RTK + f"const a = createApi({{ baseQuery: {BASE_QUERY}, endpoints: (b) => ({{ x: b.mutation({{"
         "query(body) { return { url: 'x', method: 'POST', body } } }) }) })",
         ["http b.mutation 'x' POST client=client('/api', -)"]),
        (RTK + f"const a = createApi({{ baseQuery: retry({BASE_QUERY}, {{}}), endpoints: (b) => ({{ x: b.query({{"
         "query: () => 'x' }) }) })", ["http b.query 'x' client=client('/api', -)"]),
        ("import { a } from './api'; a.injectEndpoints({ endpoints: (b) => ({ x: b.query({ query: () => 'x' }) }) })",
         ["http b.query 'x' client=a@./api"]),
    ],
)  # fmt: skip
def test_calls_behind_a_base(text: str, expected: list[str]) -> None:
    assert [line(found) for found in connects(text) if not found.is_base] == expected


def test_a_base_query_inside_a_function() -> None:
    text = (
        f"const plain = {BASE_QUERY};"
        "const careful = async (given, api, extra) => { const r = await plain(given, api, extra); return r };"
        "export const a = createApi({ baseQuery: careful, endpoints: (b) => ({ x: b.query({ query: () => 'x' }) }) })"
    )
    assert "http b.query 'x' client=client('/api', -)" in [line(found) for found in connects(RTK + text)]
