#!/usr/bin/env bash
# Installs what the rivals of recourse-bench need from npm, by the lock file beside this script, in
# a folder outside the source tree: $RECOURSE_BENCH_PEERS, else ~/.cache/recourse-bench/peers.
# Servers come from Debian: postgresql-15 and nats-server; to build with their clients, libpq-dev
# and libnats-dev. This script names those that are missing and installs none of them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${RECOURSE_BENCH_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/recourse-bench/peers}

command -v npm >/dev/null || {
  echo "setup.sh: npm is missing: Emmett, DBOS, Restate and message-db will be left out" >&2
  exit 1
}
mkdir -p "$folder"
cp "$here/package.json" "$here/package-lock.json" "$folder/"
# Emmett's packages ask for versions of each other that exclude one another.
(cd "$folder" && npm ci --legacy-peer-deps --no-audit --no-fund)

for package in postgresql-15 nats-server libpq-dev libnats-dev; do
  # shellcheck disable=SC2016 # the format is dpkg-query's, not the shell's
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
    echo "setup.sh: $package is not installed; its rival will be left out" >&2
done
echo "installed in $folder"
