#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# A PostgreSQL server of its own for tests, without fsync and without a network port.
#
#   postgres.sh start DIR [PORT]   prints the url for GORDION_TEST_POSTGRES; a second start reuses it
#   postgres.sh stop DIR           stops the server; DIR stays until "rm -r DIR"
#
# The role `gordion` owns the database but is no superuser: row-level security must bite in tests
# as it does in production. PORT lets the server listen on 127.0.0.1 as well; without it only the
# socket in DIR is used, so that nothing collides. GORDION_POSTGRES_DURABLE=1 leaves fsync on, for
# benchmarks. As root the server runs as user `postgres`.
set -euo pipefail

fail() {
    echo "postgres.sh: $*" >&2
    exit 1
}

[ $# -ge 2 ] || fail "usage: postgres.sh start DIR [PORT] | stop DIR"
verb=$1
dir=$2
port=${3:-}
case $dir in /*) ;; *) dir=$PWD/$dir ;; esac
# The path of a socket has room for 107 bytes.
[ ${#dir} -le 80 ] || fail "the path of DIR is too long for a socket: $dir"

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || fail "PostgreSQL is not installed (Debian: apt-get install postgresql-15)"

as_owner() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

url="postgresql://gordion@/gordion?host=$dir"
if [ -n "$port" ]; then
    url="postgresql://gordion@127.0.0.1:$port/gordion"
fi

start() {
    mkdir -p "$dir"
    if [ "$(id -u)" = 0 ]; then
        chown postgres: "$dir"
    fi
    if as_owner "$bin/pg_ctl" -D "$dir/data" status >/dev/null 2>&1; then
        echo "$url"
        return
    fi
    if [ ! -f "$dir/data/PG_VERSION" ]; then
        as_owner "$bin/initdb" -D "$dir/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 \
            --no-sync >"$dir/initdb.log" 2>&1 || fail "initdb failed, see $dir/initdb.log"
    fi
    local options="-k '$dir' -c max_connections=200 -c shared_buffers=64MB"
    if [ -z "${GORDION_POSTGRES_DURABLE:-}" ]; then
        options+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    fi
    options+=" -c listen_addresses="
    if [ -n "$port" ]; then
        options+="127.0.0.1 -p $port"
    fi
    as_owner "$bin/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/data/server.log" -o "$options" start \
        >/dev/null || fail "the server does not start, see $dir/data/server.log"
    local psql=("$bin/psql" -qtAX -h "$dir" ${port:+-p "$port"} -U postgres -v ON_ERROR_STOP=1)
    if [ "$(as_owner "${psql[@]}" -c "SELECT 1 FROM pg_roles WHERE rolname = 'gordion'")" != 1 ]; then
        as_owner "${psql[@]}" -c "CREATE ROLE gordion LOGIN NOSUPERUSER NOBYPASSRLS"
        as_owner "${psql[@]}" -c "CREATE DATABASE gordion OWNER gordion"
    fi
    echo "$url"
}

stop() {
    as_owner "$bin/pg_ctl" -D "$dir/data" -m fast -w stop >/dev/null 2>&1 || true
}

case $verb in
    start) start ;;
    stop) stop ;;
    *) fail "unknown verb '$verb': start or stop" ;;
esac
