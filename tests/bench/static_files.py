"""The other floor: the bytes of an answer as a file, through whitenoise, as the portal serves its own static files."""

import os

from whitenoise import WhiteNoise


def nothing_here(environ, start_response):
    start_response("404 Not Found", [])
    return [b""]


application = WhiteNoise(nothing_here, root=os.environ["BENCH_STATIC"], max_age=0)
