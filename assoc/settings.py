"""Every setting of the portal; what differs between machines comes from the environment.

`.env.example` documents each variable. `make run` keeps its own in `var/env`.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
if (VAR_DIR / "env").is_file():
    environ.Env.read_env(VAR_DIR / "env")  # real environment variables win over the file

# --- What kind of machine this is -------------------------------------------------------------

DEBUG: bool = env.bool("DEBUG", default=False)
SECRET_KEY: str = env.str("SECRET_KEY", default="only-for-development" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is required unless DEBUG is on (see .env.example).")
ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else []
)
# Demo accounts have a public password: outside DEBUG they exist only if somebody asked for them.
DEMO: bool = env.bool("DEMO", default=DEBUG)
# Whether people reach the site by https. Off only for `make run` on one's own machine.
HTTPS: bool = env.bool("HTTPS", default=not DEBUG)
# Where readers find the site, for links in mails, which no request tells: https://portal.example.
_own: str = f"http://127.0.0.1:{env.str('PORT', default='8000')}"
SITE_URL: str = env.str("SITE_URL", default=_own if DEBUG or DEMO else "")
# How many reverse proxies stand in front and may be believed about X-Forwarded-For and -Proto.
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", default=0)

# --- Applications, top floor first ------------------------------------------------------------

INSTALLED_APPS = [
    "assoc",
    "blogger",
    "exemplars",
    "news",
    "emulation",
    "events",
    "welfare",
    "dues",
    "fund",
    "reports",
    "recognition",
    "inspection",
    "papers",
    "moves",
    "register",
    "desk",
    "members",
    "assoc.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "django_prose_editor",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "assoc.middleware.PlainAddressMiddleware",
    "assoc.middleware.PersonalPageMiddleware",
    "assoc.page_cache.middleware.PageCacheMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "assoc.middleware.SignInMiddleware",
    "members.history.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "assoc.old_fonts.OldFontMiddleware",
]

ROOT_URLCONF = "assoc.urls"
WSGI_APPLICATION = "assoc.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "assoc.templatetags.ui",
                "assoc.templatetags.listing",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "assoc.context.site",
                "assoc.context.desk",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -------------------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Without IMMEDIATE two readers that both turn writer deadlock at once; WAL lets people read
    # while somebody writes.
    _options: dict[str, Any] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
    }
    # Opening the file costs more than most questions.
    DATABASES["default"]["CONN_MAX_AGE"] = 600
else:
    _options = {
        "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
        # The queries of rights and histories are long, and the server would compile them as soon as it
        # takes them for dear: a page of 40 ms then takes 10 s (docs/adr/0026).
        "options": "-c jit=off",
    }
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# What the address itself asks for (?sslmode=verify-full) is not lost.
DATABASES["default"]["OPTIONS"] = _options | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Whether each process keeps the pages that visitors read (docs/adr/0054).
KEPT_PAGES: bool = env.bool("KEPT_PAGES", default=not DEBUG)
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "assoc.stylesheet.BundledStorage"
    },
}
# `s3://bucket?endpoint=https://…&region=…`; keys come from AWS_ACCESS_KEY_ID and its fellow.
MEDIA_STORAGE: str = env.str("MEDIA_STORAGE", default="")
if MEDIA_STORAGE:
    _place = urlsplit(MEDIA_STORAGE)
    if _place.scheme != "s3" or not _place.netloc:
        raise ImproperlyConfigured("MEDIA_STORAGE must look like s3://bucket?endpoint=…&region=…")
    _storage_options = dict(parse_qsl(_place.query))
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _place.netloc,
            "endpoint_url": _storage_options.get("endpoint"),
            "region_name": _storage_options.get("region"),
            "querystring_auth": False,
            "file_overwrite": False,
        },
    }

# Other places from which pages may show pictures and films.
MEDIA_ORIGINS: list[str] = env.list("MEDIA_ORIGINS", default=[])

# Largest form body (a comment, a report) and largest file kept in memory; pictures stream to disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["assoc.uploads.NamedInMemory", "assoc.uploads.NamedOnDisk"]

# --- People -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "members.backends.OfficeBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "members:me"
LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 14 * 24 * 3600

# Five wrong passwords lock this account *from this address* for a quarter of an hour: somebody
# guessing elsewhere can't lock the rightful owner out.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_HANDLER = "members.locks.LockHandler"
AXES_LOCKOUT_CALLABLE = "register.views.sign_in.locked_out"
# One idea of who is asking: axes' own takes the last proxy's address for the visitor's.
AXES_USERNAME_CALLABLE = "members.backends.attempted_name"
AXES_CLIENT_IP_CALLABLE = "members.http.client_address"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# Its pages speak no Vietnamese; the accounts' page has an action that unlocks.
AXES_ENABLE_ADMIN = False

# --- Security ---------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Both bind more than this host, for a year, and nobody takes them back: off unless asked for.
SECURE_HSTS_INCLUDE_SUBDOMAINS: bool = HTTPS and env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD: bool = HTTPS and env.bool("HSTS_PRELOAD", default=False)
if SECURE_HSTS_PRELOAD and not SECURE_HSTS_INCLUDE_SUBDOMAINS:
    raise ImproperlyConfigured("HSTS_PRELOAD needs HSTS_SUBDOMAINS too (see .env.example).")
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # they ask for just these two
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "assoc.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *MEDIA_ORIGINS],
        "media-src": [SELF, *MEDIA_ORIGINS],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# --- Words ------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["assoc.formats"]

# --- Post and logs ----------------------------------------------------------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
# A mail server that says nothing must not hold up a page or the timer for ever.
EMAIL_TIMEOUT = 20
# Who writes the newspaper's mails: the site's facts live on a floor above it.
NEWS_LETTERHEAD = "assoc.context.mail_letterhead"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
