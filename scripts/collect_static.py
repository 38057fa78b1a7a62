"""Run collectstatic when, and only when, a static file, our code for them or the libraries changed."""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "var" / "static"
STAMP = TARGET / ".stamp"


def fingerprint() -> str:
    sources = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    digest = hashlib.sha256()
    ours = (ROOT / "assoc" / name for name in ("settings.py", "stylesheet.py"))
    for path in (*sources, *ours, ROOT / "requirements" / "run.txt"):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with (TARGET / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = fingerprint()
        if STAMP.is_file() and STAMP.read_text() == wanted:
            return
        print("Collecting static files …", file=sys.stderr, flush=True)
        # DEBUG would leave out the hashes that production and the browser tests rely on.
        done = subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
            cwd=ROOT,
            env={**os.environ, "DEBUG": "False", "DJANGO_SETTINGS_MODULE": "assoc.settings"},
            check=False,
        )
        if done.returncode:
            sys.exit(done.returncode)
        STAMP.write_text(wanted)


if __name__ == "__main__":
    main()
