"""One settings file, read from the environment; works with nothing set.

Without DATABASE_URL and REDIS_URL the portal keeps its database, its uploads and a
secret key of its own in the ignored folder `var/`.
"""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)
TESTING = "pytest" in sys.modules

env = environ.Env()


def embedded_secret_key() -> str:
    """The key of an installation that was given none: made once, readable by its owner only."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text().strip()


DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "") or embedded_secret_key()
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_NAME = "Lerende Euregio Scheldemond"
THIS_MACHINE = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=THIS_MACHINE)
BEHIND_TLS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "les_portal.ui",
    "les_portal.accounts",
    "les_portal.publication",
    "les_portal.search",
    "les_portal.counts",
    "les_portal.jobs",
    "les_portal.mail",
    "les_portal.activity",
    "les_portal.workflow",
    "les_portal.documents",
    "les_portal.imports",
    "les_portal.organisations",
    "schools",
    "programmes",
    "competences",
    "fund",
    "workplaces",
    "les_portal.listings",
    "les_portal.pages",
    "modeltranslation",
    "les_portal.ui.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "les_portal.ui.staticfiles.OurStaticFilesConfig",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "leaflet",
    "rest_framework",
    "rules",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "les_portal.publication.middleware.ReadyAnswersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "les_portal.accounts.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "les_portal.urls"
WSGI_APPLICATION = "les_portal.wsgi.application"
ASGI_APPLICATION = "les_portal.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["les_portal.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "les_portal.ui.context.site",
            ],
        },
    }
]
FORM_RENDERER = "les_portal.ui.forms.Renderer"

# --- databases ------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction that will write waits for its turn at its start, where waiting works.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    # Opening the file and saying all that takes longer than most answers.
    DATABASES["default"]["CONN_MAX_AGE"] = 600
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"]["OPTIONS"] = {"options": "-c statement_timeout=10000 -c lock_timeout=3000"}

REDIS_URL = env.str("REDIS_URL", "")
# In the process's own memory: a cache that can be lost, and no second machine to wait for.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}}

# --- jobs -----------------------------------------------------------------------------------

# In seconds, for both kinds of worker: `les_portal/jobs/README.md` says how they go together.
JOB_LEASE = 15  # how long a worker that says nothing is believed to live
JOB_LATE = 30  # how long after a job was handed to the broker it is handed over again
JOB_SWEEP = 5  # between two looks at what is late
JOB_SOFT_LIMIT, JOB_HARD_LIMIT = 30, 45  # an exception in the handler; the end of its process
JOB_STOP = 20  # for the running job, when a worker is asked to stop
JOB_MEMORY = 1024**3  # bytes that a worker's process may map
JOBS_PER_PROCESS = 50

CELERY_BROKER_URL = REDIS_URL or None
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # however long the broker is away
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,  # longer than any job may take
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "health_check_interval": 10,
}
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = JOB_HARD_LIMIT  # the soft one is ours (jobs/limits.py), the same in both kinds of worker
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_MAX_TASKS_PER_CHILD = JOBS_PER_PROCESS
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = JOB_STOP

# --- languages ------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))]
MODELTRANSLATION_DEFAULT_LANGUAGE = "nl"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("nl", "fr", "en")
LOCALE_PATHS = [BASE_DIR / "les_portal" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

# --- people ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["les_portal.accounts.hashers.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:home"
LOGOUT_REDIRECT_URL = "pages:home"
ACCOUNT_ADAPTER = "les_portal.mail.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # sign-up is closed: accounts come from the network, with a known address
ACCOUNT_MAX_EMAIL_ADDRESSES = 1  # for the same reason: nobody gives themselves another's, unproven
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever changes somebody's sign-in is not unseen
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Who tries passwords is counted by address: the visitor's, not that of the web server in front (README).
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_TLS else 0
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "les_portal.accounts.forms.AddPasskeyForm"}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # they are known, see above: without this nobody could add a second step
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # a code that was typed just too late is still good
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS

# --- files ----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG or TESTING
            else "les_portal.ui.storage.StaticStorage"
        )
    },
}
# Behind permissions, so never in a folder that a web server hands out; with S3_BUCKET, in a private bucket.
S3_BUCKET = env.str("S3_BUCKET", "")
STORAGES["documents"] = (
    {
        "BACKEND": "les_portal.documents.bucket.PrivateBucket",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT_URL", "") or None,
            "region_name": env.str("S3_REGION", "") or None,
            "access_key": env.str("S3_ACCESS_KEY", "") or None,
            "secret_key": env.str("S3_SECRET_KEY", "") or None,
        },
    }
    if S3_BUCKET
    else {"BACKEND": "les_portal.documents.storage.PrivateFolder"}
)
# A seal on what the portal makes, with the organisation's own key (PKCS#12); none without the file.
SEAL_KEY_FILE = env.str("SEAL_KEY_FILE", "")
SEAL_PASSPHRASE = env.str("SEAL_PASSPHRASE", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
IMPORT_MAX_BYTES = 20 * 1024 * 1024

# --- mail -----------------------------------------------------------------------------------

EMAIL_URL = env.str("EMAIL_URL", "")
vars().update(env.email_url_config(EMAIL_URL or "dummymail://"))
EMAIL_TIMEOUT = 20  # seconds a silent mail server may hold a worker
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "portaal@example.org")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
# Without a mail server, on this machine only, whatever is sent can be read at /dev/mail/. Who gave the portal a name
# that others can call, and forgot the rest, does not show them every link that opens something.
MAILBOX = not EMAIL_URL and {urlsplit(SITE_URL).hostname, *ALLOWED_HOSTS} <= {*THIS_MACHINE, "::1"}

# --- the map --------------------------------------------------------------------------------

# Street tiles come from elsewhere, so they exist only where an installation names their address.
MAP_TILES_URL = env.str("MAP_TILES_URL", "")
MAP_TILES_ATTRIBUTION = env.str("MAP_TILES_ATTRIBUTION", "© OpenStreetMap")
LEAFLET_CONFIG = {
    "DEFAULT_CENTER": (51.25, 3.65),
    "DEFAULT_ZOOM": 9,
    "MIN_ZOOM": 8,
    "MAX_ZOOM": 17,
    "TILES": [],
    "RESET_VIEW": False,
    "SCALE": None,
    "ATTRIBUTION_PREFIX": False,
    "NO_GLOBALS": False,
}

# --- websites of schools --------------------------------------------------------------------

# A job looks whether they open, on the internet only. Tests name the "127.0.0.1:port" of the servers that they start.
WEBSITES_ALSO_AT: set[str] = set()

# --- the interface for programs -------------------------------------------------------------

# Its views answer by themselves (`publication/api.py`); what remains is how they are described.
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": SITE_NAME,
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "POSTPROCESSING_HOOKS": [],  # choices stay where they are used, without invented names
}

# --- security -------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_NAME = "__Host-session" if BEHIND_TLS else "session"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
CSRF_TRUSTED_ORIGINS = [SITE_URL]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"] + ([MAP_TILES_URL.split("{")[0]] if MAP_TILES_URL else []),
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "les_portal.logs.Line", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
