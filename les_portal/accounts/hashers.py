from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """19 MiB and one lane per check (OWASP's first choice): with 100 MiB a few sign-ins fill a small server."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
