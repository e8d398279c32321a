"""Asks for the same address as fast as the server answers: with wrk, or a client of our own where that is missing."""

import http.client
import json
import shutil
import subprocess
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

CONNECTIONS = 4
PATIENCE = 60  # seconds for one answer
WRK = shutil.which("wrk")

Headers = dict[str, str]


@dataclass(frozen=True)
class Window:
    """What came back within a second or more of asking."""

    per_second: float
    p50_ms: float
    p99_ms: float


def drive(url: str, headers: Headers, seconds: int) -> Window:
    return _wrk(url, headers, seconds) if WRK else _own_client(url, headers, seconds)


def _wrk(url: str, headers: Headers, seconds: int) -> Window:
    command = [WRK, "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s"]
    command += ["--timeout", f"{PATIENCE}s", "--script", str(Path(__file__).with_name("wrk.lua"))]
    for name, value in headers.items():
        command += ["--header", f"{name}: {value}"]
    run = subprocess.run([*command, url], capture_output=True, text=True, check=True)
    found = json.loads(run.stdout.splitlines()[-1])
    if found["failed"] or seconds > PATIENCE:
        raise RuntimeError(f"{url}: {found}")
    if not found["requests"]:  # it takes longer than the window: a wider one
        return _wrk(url, headers, 3 * seconds)
    return Window(found["requests"] / found["seconds"], found["p50_ms"], found["p99_ms"])


def _own_client(url: str, headers: Headers, seconds: int) -> Window:
    """A process per connection, so that they do not wait for each other."""
    start = time.perf_counter()
    with ProcessPoolExecutor(CONNECTIONS) as processes:
        answers = [processes.submit(_ask_on, url, headers, seconds) for _ in range(CONNECTIONS)]
        times = [moment for answer in answers for moment in answer.result()]
    taken = time.perf_counter() - start
    p99 = quantiles(times, n=100)[-1] if len(times) > 1 else times[0]
    return Window(len(times) / taken, median(times), p99)


def _ask_on(url: str, headers: Headers, seconds: int) -> list[float]:
    """Milliseconds per answer, on a connection that is kept as long as the server keeps it."""
    parts, times = urlsplit(url), []
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
    until = time.perf_counter() + seconds
    while (start := time.perf_counter()) < until:
        _status, _headers, _body = _get(connection, url, headers)
        times.append((time.perf_counter() - start) * 1000)
    connection.close()
    return times


def fetch(url: str, headers: Headers) -> tuple[int, Headers, bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
    with suppress(ConnectionError):
        return _get(connection, url, headers)
    raise RuntimeError(f"{url} does not answer")


def _get(connection: http.client.HTTPConnection, url: str, headers: Headers) -> tuple[int, Headers, bytes]:
    parts = urlsplit(url)
    connection.request("GET", f"{parts.path}?{parts.query}".rstrip("?"), headers=headers)
    response = connection.getresponse()
    body = response.read()
    if response.status >= 400:
        raise RuntimeError(f"{url}: {response.status}")
    return response.status, {name.lower(): value for name, value in response.getheaders()}, body
