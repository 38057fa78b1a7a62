"""What the portal sends, keeps and refuses so that nobody comes in by a side door."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from tests import factories as make
from tests.conftest import Cast

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "k7!" + "mvZq3-Rw" * 8,
    "DEBUG": "False",
    "DEMO": "False",
    "HTTPS": "True",
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "sqlite://:memory:",
    "DJANGO_SETTINGS_MODULE": "assoc.settings",
}
ADDRESSES = ("/", "/dang-nhap/", "/admin/")
SIGN_IN = "/dang-nhap/"


def sign_in(
    client: Client, password: str, *, username: str = "quantri", ip: str = "10.0.0.1"
) -> Any:
    return client.post(
        SIGN_IN, {"username": username, "password": password}, REMOTE_ADDR=ip, follow=False
    )


# --- What every answer carries ----------------------------------------------------------------


@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_carry_the_policy(cast: Cast, address: str) -> None:
    answer = cast.client("admin").get(address)
    policy = dict(
        part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";")
    )

    assert "unsafe" not in answer["Content-Security-Policy"]
    assert policy["default-src"] == "'none'"
    assert policy["script-src"].split()[0] == "'self'"
    assert (policy["base-uri"], policy["frame-ancestors"]) == ("'none'", "'none'")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def _ask_in_production(code: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-W", "error", "-c", f"import django; django.setup()\n{code}"],
        cwd=ROOT,
        env={**os.environ, **PRODUCTION},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_deployment_check_finds_nothing() -> None:
    # Set while browser tests run in this process; the check rightly finds fault with it.
    kept = {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "manage.py",
            "check",
            "--deploy",
            "--fail-level",
            "WARNING",
        ],
        cwd=ROOT,
        env=kept | PRODUCTION,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_production_speaks_https_only() -> None:
    code = """
from django.test import Client
plain = Client().get("/thi-dua/", headers={"host": "portal.example"})
print(plain.status_code, plain["Location"])
secure = Client().get("/healthz", headers={"host": "portal.example"}, secure=True)
print(secure["Strict-Transport-Security"])
from django.conf import settings as s
print(s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)
print(s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_HTTPONLY, s.CSRF_COOKIE_SAMESITE)
"""
    assert _ask_in_production(code).splitlines() == [
        "301 https://portal.example/thi-dua/",
        "max-age=31536000",
        "True True Lax",
        "True True Lax",
    ]


def test_what_the_databases_address_asks_for_is_not_lost() -> None:
    """An encrypted connection that is silently a plain one would be noticed by nobody."""
    done = subprocess.run(
        [sys.executable, "-c", "from assoc.settings import DATABASES as d; print(d['default'])"],
        cwd=ROOT,
        env={**os.environ, **PRODUCTION, "DATABASE_URL": "postgres://a:b@c/d?sslmode=verify-full"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "'sslmode': 'verify-full'" in done.stdout
    assert "'pool': {" in done.stdout


def test_production_needs_a_secret() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import assoc.settings"],
        cwd=ROOT,
        env={**os.environ, **PRODUCTION, "SECRET_KEY": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "SECRET_KEY is required" in done.stderr.splitlines()[-1]


# --- Signing in -------------------------------------------------------------------------------


def test_the_admin_has_no_door_of_its_own(cast: Cast) -> None:
    login = reverse("admin:login")
    visitor = Client()
    index = visitor.get(reverse("admin:index"), follow=True)
    assert index.redirect_chain[-1] == (f"{SIGN_IN}?next=/admin/", 302)
    direct = visitor.get(login, {"next": "/admin/members/member/"})
    assert direct.headers["Location"] == f"{SIGN_IN}?next=/admin/members/member/"
    away = visitor.get(login, {"next": "https://else.example/"})
    assert away.headers["Location"] == f"{SIGN_IN}?next=/admin/"
    sent = visitor.post(login, {"username": "quantri", "password": "demo"})
    assert (sent.status_code, "_auth_user_id" in visitor.session) == (302, False)
    assert cast.client("office").get(login).headers["Location"] == "/admin/"
    assert cast.client("member_here").get(login).status_code == 403


def test_signing_in_leads_to_the_admin(cast: Cast) -> None:
    answer = Client().post(
        f"{SIGN_IN}?next=/admin/", {"username": "quantri", "password": "demo", "next": "/admin/"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


def test_signing_out_of_the_admin_ends_the_session(cast: Cast) -> None:
    client = cast.client("admin")
    assert client.get(reverse("admin:logout")).status_code == 405
    assert client.post(reverse("admin:logout")).headers["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_five_wrong_passwords_lock_the_account_from_that_address(cast: Cast) -> None:
    client = Client()
    statuses = [sign_in(client, "sai").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    assert sign_in(client, "demo").status_code == 429
    assert sign_in(Client(), "demo").status_code == 429


def test_the_lock_speaks_vietnamese(cast: Cast) -> None:
    for _ in range(5):
        answer = sign_in(Client(), "sai")
    text = answer.content.decode()
    assert "15 phút" in text
    assert "locked" not in text.lower()


def test_the_lock_holds_neither_elsewhere_nor_for_others(cast: Cast) -> None:
    for _ in range(5):
        sign_in(Client(), "sai", ip="10.0.0.66")
    assert sign_in(Client(), "demo", ip="10.0.0.7").status_code == 302
    make.make_user(username="khac")
    assert sign_in(Client(), "demo", username="khac", ip="10.0.0.66").status_code == 302


def test_the_lock_opens_after_a_quarter_of_an_hour(cast: Cast) -> None:
    start = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False):
        for _ in range(5):
            sign_in(Client(), "sai")
    with time_machine.travel(start + dt.timedelta(minutes=14), tick=False):
        assert sign_in(Client(), "demo").status_code == 429
    with time_machine.travel(start + dt.timedelta(minutes=31), tick=False):
        assert sign_in(Client(), "demo").status_code == 302


def test_an_administrator_unlocks(cast: Cast) -> None:
    make.make_user(username="bikhoa")
    for _ in range(5):
        sign_in(Client(), "sai", username="bikhoa")
    locked = get_user_model().objects.get(username="bikhoa")
    action = {"action": "unlock", "_selected_action": [locked.pk]}
    cast.client("admin").post(reverse("admin:members_user_changelist"), action)
    assert sign_in(Client(), "demo", username="bikhoa").status_code == 302


def test_success_forgets_earlier_mistakes(cast: Cast) -> None:
    client = Client()
    for _ in range(2):
        for _ in range(4):
            assert sign_in(client, "sai").status_code == 200
        assert sign_in(client, "demo").status_code == 302
        client.logout()


def test_unknown_names_cost_as_much_hashing_as_wrong_passwords(
    cast: Cast, monkeypatch: Any
) -> None:
    """The time an answer takes doesn't tell which accounts exist."""
    hashed: list[str] = []
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher"
    assert [hasher] == django_settings.PASSWORD_HASHERS
    encode = f"{hasher}.encode"
    original = __import__("django.contrib.auth.hashers", fromlist=["x"]).MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return original(self, password, salt)

    monkeypatch.setattr(encode, counted)
    sign_in(Client(), "sai")
    known = len(hashed)
    hashed.clear()
    sign_in(Client(), "sai", username="khong-co-nguoi-nay")
    assert (known, len(hashed)) == (1, 1)


@pytest.mark.parametrize("username", ["", "a" * 5000, "x\x00y", "😀", "' OR 1=1 --", "quantri "])
def test_sign_in_survives_wild_names(cast: Cast, username: str) -> None:
    assert sign_in(Client(), "sai", username=username).status_code == 200


def test_a_new_password_ends_the_sessions_opened_with_the_old_one(cast: Cast) -> None:
    client = cast.client("office")
    assert client.get("/admin/").status_code == 200
    cast.office.set_password("mot-mat-khau-moi")
    cast.office.save()
    assert client.get("/admin/").status_code == 302


def test_signing_in_changes_the_session_key(cast: Cast) -> None:
    client = Client()
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    sign_in(client, "demo")
    assert client.session.session_key != before
