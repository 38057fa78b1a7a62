"""Operators' commands speak Vietnamese and end with 1 and one clear line on bad input."""

import getpass
import re
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.test import RequestFactory

from assoc.wsgi import application
from kit.commands import PortalCommand, in_vietnamese
from members.models import User
from tests import factories as make

OURS = (
    "assoc",
    "news",
    "recognition",
    "exemplars",
    "emulation",
    "events",
    "welfare",
    "dues",
    "fund",
    "inspection",
    "reports",
    "members",
)
COMMANDS = sorted(name for name, app in get_commands().items() if app in OURS)
MARKED = re.compile("[ăâêôơưđàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")


def _command(name: str) -> Any:
    return load_command_class(get_commands()[name], name)


def test_commands_are_found() -> None:
    assert {"createsuperuser", "demo", "prepare", "run_jobs", "send_news"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_speaks_vietnamese(name: str) -> None:
    command = _command(name)
    parser = command.create_parser("manage.py", name)
    said = parser.format_help()

    assert isinstance(command, PortalCommand)
    assert MARKED.search(parser.description)
    assert said.startswith("Cách dùng: ")
    assert [a.dest for a in parser._actions if not MARKED.search(a.help or "")] == []
    assert re.findall(r"^(?:usage|options|positional)", said, re.MULTILINE) == []


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("wrong", [["--khong-co"], ["--verbosity", "nhiều"], ["a", "b", "c"]])
def test_bad_line_ends_with_one_and_one_line(name: str, wrong: list[str], capsys: Any) -> None:
    command = _command(name)
    command._called_from_command_line = True
    with pytest.raises(SystemExit) as end:
        command.create_parser("manage.py", name).parse_args(wrong)

    said = capsys.readouterr().err
    assert end.value.code == 1
    assert said.count("\n") == 1
    assert said.endswith("Xem cách dùng: thêm --help.\n")
    assert MARKED.search(said)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("the following arguments are required: FILE", "Còn thiếu: FILE."),
        ("unrecognized arguments: --x y", "Không hiểu phần “--x y”."),
        ("argument --loop: expected one argument", "Sau --loop phải có giá trị."),
        ("argument --limit: invalid int value: 'mười'", "Sau --limit phải là số nguyên, không phải “mười”."),
        ("argument -v/--verbosity: invalid choice: 9 (choose from 0, 1, 2, 3)",
         "-v/--verbosity không có lựa chọn “9”."),
        ("something new", "Dòng lệnh chưa đúng: something new."),
    ],
)  # fmt: skip
def test_complaints_are_put_into_words(said: str, words: str) -> None:
    assert in_vietnamese(said) == words


# --- The first administrator ------------------------------------------------------------------


def _create(**options: Any) -> None:
    call_command("createsuperuser", interactive=False, **options)


def test_administrator_is_made_without_questions(db: None, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "một câu dễ nhớ")
    _create(username="quantri", email="qt@hoi.example")

    user = User.objects.get()
    assert (user.username, user.email, user.is_superuser) == ("quantri", "qt@hoi.example", True)
    assert user.check_password("một câu dễ nhớ")
    assert capsys.readouterr().out == "Đã mở tài khoản quản trị “quantri”.\n"


def test_administrator_without_password_cannot_sign_in_yet(db: None, monkeypatch: Any) -> None:
    monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD", raising=False)
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "quantri")
    _create()

    assert not User.objects.get().has_usable_password()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "phải có --username"),
        ({"username": "có khoảng trắng"}, "chỉ gồm chữ cái"),
        ({"username": "a" * 61}, "60"),
        ({"username": "daco"}, "đã có người dùng"),
        ({"username": "moi", "email": "khong-phai-thu"}, "Địa chỉ thư điện tử chưa đúng"),
    ],
)
def test_bad_facts_are_refused_in_words(
    db: None, monkeypatch: Any, options: dict[str, str], words: str
) -> None:
    monkeypatch.delenv("DJANGO_SUPERUSER_USERNAME", raising=False)
    make.make_user(username="daco")
    with pytest.raises(CommandError, match=words) as refused:
        _create(**options)

    assert "\n" not in str(refused.value)
    assert User.objects.count() == 1


def test_questions_are_asked_again_until_the_answer_is_right(
    db: None, monkeypatch: Any, capsys: Any
) -> None:
    make.make_user(username="daco")
    answers = iter(["daco", "", "quantri", "sai", "qt@hoi.example"])
    passwords = iter(["abc", "abd", "123", "123", "câu rất dễ nhớ", "câu rất dễ nhớ"])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.setattr(getpass, "getpass", lambda question: next(passwords))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    call_command("createsuperuser")

    assert User.objects.get(username="quantri").check_password("câu rất dễ nhớ")
    said = capsys.readouterr().err
    assert "“daco” đã có người dùng" in said
    assert "Hai lần gõ chưa giống nhau" in said


@pytest.mark.parametrize("stop", [KeyboardInterrupt, EOFError])
def test_questions_can_be_broken_off(db: None, monkeypatch: Any, stop: type[BaseException]) -> None:
    def leave(question: str) -> str:
        raise stop

    monkeypatch.setattr("builtins.input", leave)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    with pytest.raises(CommandError, match="Đã dừng"):
        call_command("createsuperuser")


# --- The door for gunicorn --------------------------------------------------------------------


def _ask(method: str, path: str) -> tuple[str, dict[str, str], bytes]:
    told: list[Any] = []
    environ = RequestFactory().generic(method, path).environ
    answer = application(environ, lambda status, headers, *rest: told.append((status, headers)))
    body = b"".join(answer)
    status, headers = told[0]
    return status, dict(headers), body


@pytest.mark.parametrize(
    "path",
    ["/", "/healthz", "/dang-nhap/", "/tin-tuc/rss.xml", "/khong-co/x/", "/so/", "/robots.txt"],
)
def test_head_is_answered_as_get_but_without_a_body(db: None, path: str) -> None:
    """The server would throw the bytes away, and write a warning for each."""
    status, headers, body = _ask("GET", path)
    head_status, head_headers, head_body = _ask("HEAD", path)

    assert (head_status, head_body) == (status, b"")
    assert head_headers.get("Content-Length") == headers.get("Content-Length")
    assert body or status.startswith("302")
