"""How the web server runs: `gunicorn --config les_portal/gunicorn.py les_portal.wsgi`."""

import gc
import os
import signal
import socket

bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "sync"  # one request at a time per process: threads only fight over the interpreter here
loglevel = "warning"
graceful_timeout = 30


def when_ready(server) -> None:
    """Browsers open connections that they may use later: leave those to the kernel until a request comes in."""
    if deferred := getattr(socket, "TCP_DEFER_ACCEPT", None):
        for listener in server.LISTENERS:
            if listener.sock.family != socket.AF_UNIX:
                listener.sock.setsockopt(socket.IPPROTO_TCP, deferred, 600)  # seconds


def post_fork(server, worker) -> None:
    """Told to stop before it has begun, a worker stops; else it would be waited for, half a minute long."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def post_worker_init(worker) -> None:
    """What is loaded now stays, so the collector need not walk it again: the slowest answers take half as long."""
    gc.collect()
    gc.freeze()
