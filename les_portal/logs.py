"""What the portal writes down for who looks after it: nothing that opens something, and nobody's address."""

import logging
import re

# Addresses that are a secret, or hold one: whoever reads a log could take the invitation or the account.
SECRET = re.compile(r"(/invitation/|/password/reset/key/|/mail/stop/|/still-right/)[^/\s\"']+")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Line(logging.Formatter):
    """Over all of it, because a traceback repeats what a message leaves out."""

    def format(self, record: logging.LogRecord) -> str:
        return ADDRESS.sub("…@…", SECRET.sub(r"\1…", super().format(record)))
