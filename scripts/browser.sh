#!/bin/sh
# Print the path of a Chromium that starts, installing one where there is none.
# Everything but that path goes to stderr.
#
# The headless shell is the same engine without the browser's own windows, which cost a second of a
# processor for each window that a test opens: Playwright takes it by itself, too.
set -eu
cd "$(dirname "$0")/.."

starts() { [ -n "$1" ] && "$1" --version >/dev/null 2>&1; } # Ubuntu's is often an empty shell of a snap

find_one() {
    for name in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        path=$(command -v "$name" 2>/dev/null) || continue
        if starts "$path"; then
            printf '%s\n' "$path"
            return 0
        fi
    done
    path=$(var/venv/bin/python -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    print(p.chromium.executable_path)' 2>/dev/null) || return 1
    starts "$path" && printf '%s\n' "$path"
}

if [ -n "${CHROMIUM:-}" ] && ! starts "$CHROMIUM"; then
    echo "CHROMIUM=$CHROMIUM does not start." >&2
    exit 1
fi

# Asked for once a checkout: without a network each try takes its time, and any Chromium will do.
tried=var/cache/browser-installed
if [ -z "${CHROMIUM:-}" ] && ! command -v chromium-headless-shell >/dev/null && [ ! -e "$tried" ] &&
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    mkdir -p var/cache && touch "$tried"
    echo "Installing Chromium's headless shell for the browser tests (apt) …" >&2
    export DEBIAN_FRONTEND=noninteractive
    timeout 60 apt-get -qq update >&2 || true
    timeout 180 apt-get -qq install -y --no-install-recommends chromium-headless-shell >/dev/null 2>&1 || true
fi
find_one && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests (apt) …" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update >&2 || true
    apt-get -qq install -y --no-install-recommends chromium >/dev/null 2>&1 || true
    find_one && exit 0
fi
echo "Installing Chromium for the browser tests (Playwright) …" >&2
var/venv/bin/python -m playwright install chromium >&2 || true
find_one && exit 0
echo "No Chromium could be found or installed; set CHROMIUM to the path of one." >&2
exit 1
