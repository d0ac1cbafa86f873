"""All settings, read from the environment (``KRDL_...``); the README has the table.

With nothing set: SQLite, local files, the embedded recognizer, and keys generated into the data
folder. ``KRDL_PRODUCTION=1`` turns on what needs https.
"""

import json
import secrets
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from krdl_site import environment
from krdl_site.sign_in import *  # noqa: F403 - the settings of signing in
from krdl_site.sign_in import KRDL_BEHIND_PROXY, SIGN_IN_ORIGINS
from review.encryption import new_keyring
from review.recognizer_service.config import default_workers
from review.workflow import PICTURE

BASE_DIR = Path(__file__).resolve().parent.parent

# Where everything of this installation lives.
KRDL_DATA_DIR = Path(environment.text("KRDL_DATA_DIR", str(BASE_DIR / "data"))).resolve()
KRDL_BIND = environment.text("KRDL_BIND", "127.0.0.1")
KRDL_PRODUCTION = environment.flag("KRDL_PRODUCTION")
# What `up` tells its programs; pages ask the database, those for a fault go by this.
KRDL_DEMO = environment.flag("KRDL_DEMO") and not KRDL_PRODUCTION
KRDL_DEMO_PASSWORD = environment.text("KRDL_DEMO_PASSWORD")
_KEYS = KRDL_DATA_DIR / "keys"
SECRET_KEY = environment.private_file(_KEYS / "secret_key", secrets.token_urlsafe(64))
KRDL_KEYRING = Path(environment.text("KRDL_KEYRING", str(_KEYS / "keyring.json")))
# Made once: where data is already, a keyring that is missing is lost, and the start says so.
if not any((KRDL_DATA_DIR / name).exists() for name in ("krdl.sqlite3", "audit-head.json")):
    environment.private_file(KRDL_KEYRING, new_keyring().as_json())

# The OCR endpoint; empty means the embedded recognizer, with a key pair of this data folder.
_embedded_key = json.loads(
    environment.private_file(
        _KEYS / "ocr_key.json",
        json.dumps({"id": f"KRDL{secrets.token_hex(12)}", "key": secrets.token_urlsafe(32)}),
    )
)
KRDL_OCR_ENDPOINT = environment.text("KRDL_OCR_ENDPOINT")
KRDL_OCR_SECRET_ID = environment.text("KRDL_OCR_SECRET_ID", _embedded_key["id"])
KRDL_OCR_SECRET_KEY = environment.text("KRDL_OCR_SECRET_KEY", _embedded_key["key"])
KRDL_OCR_TOKEN = environment.text("KRDL_OCR_TOKEN")
KRDL_OCR_REGION = environment.text("KRDL_OCR_REGION")
KRDL_OCR_PROCESSOR = environment.text("KRDL_OCR_PROCESSOR")
KRDL_OCR_ALLOW_HTTP = environment.flag("KRDL_OCR_ALLOW_HTTP")
KRDL_OCR_RATE = environment.number("KRDL_OCR_RATE", 20, low=1)
KRDL_OCR_STRICT_RATE = environment.flag("KRDL_OCR_STRICT_RATE")
KRDL_OCR_PORTRAIT = environment.flag("KRDL_OCR_PORTRAIT")
KRDL_RECOGNIZER_WORKERS = environment.number("KRDL_RECOGNIZER_WORKERS", default_workers(), low=1)
KRDL_RECOGNIZER_KEY_STORE = "review.recognizer_keys.DatabaseKeys"

# The desk.
KRDL_CLAIM_TIME = timedelta(minutes=environment.number("KRDL_CLAIM_MINUTES", 20, low=1))
# How long the next record is kept ready for whoever fetched it ahead.
KRDL_PREFETCH_TIME = timedelta(minutes=2)
KRDL_REVEAL_TIME = timedelta(seconds=environment.number("KRDL_REVEAL_SECONDS", 30, low=5))
# Roles that see the picture of a card whole, each look a reveal: see PICTURE in review.workflow.
KRDL_WHOLE_PICTURE_ROLES = environment.choices("KRDL_WHOLE_PICTURE_ROLES", PICTURE)
# A worker that dies holds its job this long; above the client's whole deadline.
KRDL_JOB_LEASE = timedelta(seconds=environment.number("KRDL_JOB_LEASE_SECONDS", 60, low=5))
# How often the end of the audit ledger is exported, and how long its lines stay: at least the
# three years of the law for changes of rights (reads would be two).
KRDL_AUDIT_EXPORT_INTERVAL = timedelta(
    minutes=environment.number("KRDL_AUDIT_EXPORT_MINUTES", 15, low=1)
)
KRDL_AUDIT_KEEP = timedelta(days=environment.number("KRDL_AUDIT_KEEP_DAYS", 1096, low=1096))
KRDL_MAX_UPLOAD_BYTES = 15_000_000
# How long a backup is kept: after this, what was destroyed is nowhere any more.
KRDL_BACKUP_DAYS = environment.number("KRDL_BACKUP_DAYS", 30, low=1)

ALLOWED_HOSTS = environment.words("KRDL_HOSTS") or ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = environment.words("KRDL_ORIGINS")
DEBUG = False

INSTALLED_APPS = [
    "review",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "storages",
    "template_partials",
]
MIDDLEWARE = [
    "review.middleware.TextGZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "review.middleware.AddressMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "review.middleware.LanguageMiddleware",
    "review.doors.NetworkMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "review.middleware.SessionOverMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "review.doors.SessionLimitMiddleware",
    "review.doors.SignInMiddleware",
    "review.doors.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "review.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "krdl_site.urls"
WSGI_APPLICATION = "krdl_site.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]

_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"),
}
DATABASES = {
    "default": dj_database_url.parse(
        environment.text("KRDL_DATABASE_URL", f"sqlite:///{KRDL_DATA_DIR / 'krdl.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"] |= {"ENGINE": "krdl_site.sqlite3", "OPTIONS": _SQLITE}
# Where processes that call the same endpoint agree on their pace.
KRDL_PACER_STORE = environment.text("KRDL_REDIS_URL") or (
    environment.text("KRDL_DATABASE_URL")
    if DATABASES["default"]["ENGINE"].endswith("postgresql")
    else KRDL_DATA_DIR / "pacer.sqlite3"
)
# Shared by all processes: the rate limits of the sign-in, and codes that were used already.
_redis = environment.text("KRDL_REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends."
        + ("redis.RedisCache" if _redis else "db.DatabaseCache"),
        "LOCATION": _redis or "review_cache",
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Pictures: encrypted before they reach the storage, whichever it is.
_bucket = environment.text("KRDL_S3_BUCKET")
_LOCAL_FILES = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {
        "location": str(KRDL_DATA_DIR / "media"),
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    },
}
_S3 = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": _bucket,
        "endpoint_url": environment.text("KRDL_S3_ENDPOINT") or None,
        "access_key": environment.text("KRDL_S3_ACCESS_KEY") or None,
        "secret_key": environment.text("KRDL_S3_SECRET_KEY") or None,
        "region_name": environment.text("KRDL_S3_REGION") or None,
        "addressing_style": "path",
        "signature_version": "s3v4",
        "file_overwrite": False,
        "querystring_auth": True,
    },
}
STORAGES = {
    "default": _S3 if _bucket else _LOCAL_FILES,
    "staticfiles": {"BACKEND": "review.static_files.StaticFiles"},
}
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = KRDL_DATA_DIR / "static"
FILE_UPLOAD_HANDLERS = ["review.upload_handlers.BoundedFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = 500

# What needs https; the rest of signing in is in krdl_site/sign_in.py.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KRDL_PRODUCTION
if KRDL_PRODUCTION:  # with this prefix no other host of the domain can set or shadow a cookie
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-django_language"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = KRDL_PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if KRDL_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = KRDL_PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if KRDL_BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *SIGN_IN_ORIGINS],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Korean first; times are stored in UTC and shown in Seoul's.
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "review" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Seoul"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"personal_data": {"()": "review.logs.PersonalDataFilter"}},
    "formatters": {"json": {"()": "review.logs.JsonFormatter"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["personal_data"],
            "formatter": "json",
        }
    },
    "root": {"handlers": ["stderr"], "level": environment.text("KRDL_LOG_LEVEL", "WARNING")},
    "loggers": {
        "review": {"level": environment.text("KRDL_LOG_LEVEL", "INFO")},
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # The web server tells a fault in a streamed answer itself, with the exception's text.
        "gunicorn.error": {"handlers": [], "propagate": True},
    },
}
