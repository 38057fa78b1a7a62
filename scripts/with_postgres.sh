#!/bin/sh
# Run a command with DATABASE_URL pointing at a PostgreSQL: the one already named there, or else a
# throwaway server of our own that is gone when the command ends.
# Usage: scripts/with_postgres.sh COMMAND [ARGUMENT …]
set -eu

case "${DATABASE_URL:-}" in
postgres://* | postgresql://*) exec "$@" ;;
esac

find_bin() {
    for bin in $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
        /usr/local/opt/postgresql@*/bin 2>/dev/null | sort -rV) "$(pg_config --bindir 2>/dev/null)"; do
        [ -x "$bin/initdb" ] && [ -x "$bin/postgres" ] && printf '%s\n' "$bin" && return 0
    done
    path=$(command -v initdb) && dirname "$path"
}

if ! bin=$(find_bin); then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing PostgreSQL for the tests (apt) …" >&2
        export DEBIAN_FRONTEND=noninteractive
        apt-get -qq update >&2 || true
        apt-get -qq install -y --no-install-recommends postgresql >/dev/null 2>&1 || true
    fi
    bin=$(find_bin) || {
        echo "No PostgreSQL server was found (Debian: apt-get install postgresql)," >&2
        echo "and DATABASE_URL names none: the tests on PostgreSQL can't run." >&2
        exit 1
    }
fi
version=$("$bin/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
if [ "$version" -lt 15 ]; then
    echo "PostgreSQL 15 or newer is needed; $bin holds $version." >&2
    exit 1
fi

# PostgreSQL refuses to run as root: then its own account owns and runs the server, and its files
# lie where that account may go, which a checkout in root's home is not.
as_server=""
here=$(mktemp -d "${TMPDIR:-/tmp}/portal-pg.XXXXXX")
if [ "$(id -u)" = 0 ]; then
    chown postgres "$here"
    if command -v setpriv >/dev/null; then
        as_server="setpriv --reuid=postgres --regid=postgres --init-groups --"
    else
        as_server="runuser -u postgres --"
    fi
    if ! $as_server test -w "$here"; then
        rmdir "$here"
        here=$(mktemp -d /tmp/portal-pg.XXXXXX)
        chown postgres "$here"
    fi
fi

finish() {
    status=$?
    trap - EXIT INT TERM HUP
    if [ -f "$here/data/postmaster.pid" ]; then
        (cd "$here" && $as_server "$bin/pg_ctl" -D data -m immediate -s stop) || true
    fi
    rm -rf "$here"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

python=$(dirname "$0")/../var/venv/bin/python
[ -x "$python" ] || python=python3
password=$("$python" -c 'import secrets; print(secrets.token_hex(16))')
printf '%s\n' "$password" >"$here/password"
[ -z "$as_server" ] || chown postgres "$here/password"

# Durability off: nothing here outlives the command.
options="-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off
    -c synchronous_commit=off -c full_page_writes=off -c max_parallel_workers_per_gather=0
    -c autovacuum=off -c max_connections=60"
start() (
    cd "$here"
    $as_server "$bin/initdb" -D data -U portal --pwfile=password --auth=scram-sha-256 \
        --encoding=UTF8 --locale=C --no-sync >log 2>&1 || exit 1
    for _ in 1 2 3; do # somebody else may take the port between the look and the start
        port=$("$python_abs" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
        if $as_server "$bin/pg_ctl" -D data -s -w -t 60 -l "$here/server.log" \
            -o "-p $port $(echo $options)" start >>log 2>&1; then
            printf '%s\n' "$port" >port
            exit 0
        fi
    done
    exit 1
)
python_abs=$(command -v "$python")
case "$python_abs" in /*) ;; *) python_abs=$(pwd)/$python_abs ;; esac
if ! start; then
    cat "$here/log" "$here/server.log" >&2 2>/dev/null || true
    echo "The throwaway PostgreSQL did not start." >&2
    exit 1
fi

echo "PostgreSQL $version on port $(cat "$here/port"), for this run only" >&2
DATABASE_URL="postgres://portal:$password@127.0.0.1:$(cat "$here/port")/postgres" "$@"
