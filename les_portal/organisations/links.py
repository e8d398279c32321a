"""The secret of an invitation's link: 256 random bits, of which only a hash is kept."""

import hashlib
import secrets


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """Fast on purpose: what is random for 256 bits cannot be guessed, however fast one tries."""
    return hashlib.sha256(secret.encode()).hexdigest()
