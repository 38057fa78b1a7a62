"""The portal's settings under fixed environment values, so that var/env never colours a test.

Only DATABASE_URL is taken from the real environment: the same suite runs on both databases.
"""

import atexit
import os
import shutil
from pathlib import Path

os.environ |= {
    "SECRET_KEY": "only-for-tests-" + "x" * 50,
    "DEBUG": "False",
    "DEMO": "False",
    "HTTPS": "False",  # the test client and the browser speak plain http
    "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
    "CACHE_URL": "locmemcache://",
    "EMAIL_URL": "memorymail://",
    "MEDIA_STORAGE": "",
    "MEDIA_ORIGINS": "",
    "SITE_URL": "https://portal.example",
    "TRUSTED_PROXIES": "0",
}
# Without a value here var/env's would count, and it may name a database in use.
os.environ.setdefault(
    "DATABASE_URL", f"sqlite:///{Path(__file__).parent.parent}/var/unused.sqlite3"
)

from assoc.settings import *  # noqa: F403 - after the environment, which it reads
from assoc.settings import DATABASES, STORAGES, VAR_DIR

# One folder a process: workers and runs side by side don't disturb each other.
TEST_DIR = VAR_DIR / "test" / str(os.getpid())
TEST_DIR.mkdir(parents=True, exist_ok=True)
atexit.register(shutil.rmtree, TEST_DIR, ignore_errors=True)

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, since in memory all threads of the live server would share one connection.
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_DIR / "db.sqlite3")}
    # Nobody needs it after a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    # The pool would keep connections that stand in the way of dropping the test database.
    DATABASES["default"]["OPTIONS"].pop("pool", None)

MEDIA_ROOT = TEST_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a missing folder
# No build before a quick test; the browser tests take the hashed files (tests/browser).
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Listing all static files anew for each test client takes 50 ms, and fails while the browser tests
# are collecting them; the browser tests' server lists them as production does.
WHITENOISE_AUTOREFRESH = True
# Hashing passwords slowly on purpose would be most of the suite's time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
