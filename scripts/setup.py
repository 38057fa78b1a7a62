"""Make the virtual environment and the settings file under var/, from nothing but Python.

Runs on the machine's own Python before any dependency exists: standard library only. Doing it
again costs a tenth of a second, and needs no network, while the lock file stays as it is.
"""

import ast
import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = VAR / "venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
# Where the environment was made and by which Python: a moved or upgraded one is made anew.
PLACE = VENV / ".place"
# What is installed in it: the kind and the fingerprint of its lock file.
INSTALLED = VENV / ".installed"

ENV_FILE = """\
# Settings of this copy of the portal. Every setting is described in .env.example.
# A variable of the real environment wins over a line of this file.

# Signs sessions and links. Made for this copy alone; whoever knows it can forge them.
SECRET_KEY={secret}
# The names by which browsers may ask for the site.
ALLOWED_HOSTS=127.0.0.1,localhost,[::1]
# Demo accounts with a public password. Take this line out before real people use the portal.
DEMO=True
# On one's own machine the site is reached by plain http.
HTTPS=False
"""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def fingerprint(kind: str) -> str:
    return f"{kind} {hashlib.sha256((REQUIREMENTS / f'{kind}.txt').read_bytes()).hexdigest()}"


def make_venv() -> None:
    place = f"{VENV}\n{sysconfig.get_python_version()}\n"
    if PYTHON.exists() and PLACE.is_file() and PLACE.read_text() == place:
        return
    say("Making the virtual environment in var/venv …")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode and shutil.which("apt-get") and os.geteuid() == 0:
        # Debian ships Python without the part of venv that installs pip.
        say("Installing Debian's python3-venv …")
        subprocess.run(["apt-get", "-qq", "update"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "-qq", "install", "-y", "--no-install-recommends", "python3-venv"],
            check=False,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        sys.exit(f"{made.stdout}{made.stderr}\nCould not make var/venv (Debian: python3-venv).")
    PLACE.write_text(place)


def pip_settings() -> dict[str, str]:
    """The settings of pip on this machine, to pass them to uv."""
    answer = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    settings = {}
    for line in answer.stdout.splitlines():
        name, equals, value = line.partition("=")
        if equals:
            settings[name.rpartition(".")[2]] = str(ast.literal_eval(value))
    return settings


def pip_install(lock: Path, *options: str) -> int:
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    return subprocess.run([*command, *options, "-r", str(lock)], check=False).returncode


def uv_sync(lock: Path, settings: dict[str, str]) -> int:
    environment = dict(os.environ)
    for name, setting in (
        ("UV_DEFAULT_INDEX", "index-url"),
        ("SSL_CERT_FILE", "cert"),
        ("HTTPS_PROXY", "proxy"),
    ):
        if setting in settings:
            environment.setdefault(name, settings[setting])
    command = [str(PYTHON), "-m", "uv", "pip", "sync", "--quiet", "--require-hashes"]
    return subprocess.run(
        [*command, "--python", str(PYTHON), str(lock)], check=False, env=environment
    ).returncode


def install(kind: str) -> None:
    """Install exactly what the lock file names; uv does it in seconds, pip where uv cannot."""
    had = INSTALLED.read_text() if INSTALLED.is_file() else ""
    if had in (fingerprint(kind), fingerprint("dev")):  # dev includes run
        return
    if had.startswith("dev "):
        kind = "dev"
    say(f"Installing the locked dependencies ({kind}.txt) …")
    INSTALLED.unlink(missing_ok=True)
    lock = REQUIREMENTS / f"{kind}.txt"
    settings = pip_settings()
    # uv knows nothing of a machine that installs from a folder of wheels alone.
    by_pip = "no-index" in settings or pip_install(REQUIREMENTS / "bootstrap.txt", "-qq")
    if by_pip or uv_sync(lock, settings):
        say("uv could not do it here; pip does the same, more slowly …")
        if pip_install(lock, "-qq"):
            sys.exit("The dependencies could not be installed (see above).")
    INSTALLED.write_text(fingerprint(kind))


def write_settings() -> None:
    """Give a new copy its own secret. An existing file is never touched."""
    target = VAR / "env"
    if target.exists():
        return
    draft = VAR / "env.new"
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(ENV_FILE.format(secret=secrets.token_urlsafe(50)))
    draft.rename(target)
    say("Wrote var/env with a secret of its own.")


def main(kind: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this very file meets the older ones
        sys.exit(f"Python 3.11 or newer is needed; this is {sysconfig.get_python_version()}.")
    VAR.mkdir(exist_ok=True)
    with (VAR / ".setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two `make` at once take turns
        make_venv()
        install(kind)
        write_settings()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
