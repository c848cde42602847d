#!/usr/bin/env bash
# Patroni 3.0.2 begun again beside a running primary lets it wait for one standby, and tells of two synchronous ones.
#
# Library   patroni 3.0.2-1 with PostgreSQL 15 and etcd-server 3.4.23-4 (Debian 12).
# Says      "Replication modes": with synchronous_mode_strict and synchronous_node_count 2 a commit waits for two standbys
#           while there are two, and only a member that the key /sync names may become primary.
# Observed  The leader's Patroni process dies, PostgreSQL goes on, Patroni is begun again. It sets synchronous_standby_names
#           to '*', which waits for one, and leaves it there: pg_stat_replication has one `sync` and one `potential`, while
#           the key and GET /cluster go on naming both as synchronous standbys.
# Matters   What is committed from then on need not be on a standby that may become primary. Nothing in Patroni's own
#           answers shows it.
# Instead   The page on running a cluster says to switch over before Patroni is restarted, what to watch in PostgreSQL, and
#           that a change of synchronous_node_count to 1 and back names both again; the test bed does that.
set -euo pipefail

folder=$(mktemp -d)
chmod 755 "$folder"
end() {
  for one in 3 2 1; do
    [ ! -f "$folder/patroni$one.pid" ] || kill -9 "$(cat "$folder/patroni$one.pid")" 2>/dev/null || true
    [ ! -f "$folder/data$one/postmaster.pid" ] || kill -QUIT "$(head -n 1 "$folder/data$one/postmaster.pid")" 2>/dev/null || true
  done
  [ ! -f "$folder/etcd.pid" ] || kill "$(cat "$folder/etcd.pid")" 2>/dev/null || true
  sleep 1
  rm -rf "$folder"
}
trap end EXIT
cd "$folder"
packages="patroni=3.0.2-1 python3-etcd=0.4.5-4 etcd-server python3-urllib3 python3-dnspython python3-dateutil python3-six
  python3-psutil python3-psycopg2 python3-yaml python3-click python3-prettytable python3-wcwidth postgresql-15
  postgresql-client-15 libpq5"
mkdir root
for one in $packages; do
  apt-get download -qq "$one" > apt.log 2>&1 || { cat apt.log >&2; echo "not run: apt has no $one" >&2; exit 2; }
done
for one in *.deb; do dpkg -x "$one" root; done
rm -- *.deb
binaries=$folder/root/usr/lib/postgresql/15/bin
export LD_LIBRARY_PATH=$folder/root/usr/lib/x86_64-linux-gnu PYTHONPATH=$folder/root/usr/lib/python3/dist-packages
"$binaries/postgres" --version > version || { echo "not run: PostgreSQL lacks a library" >&2; exit 2; }

# PostgreSQL does not run as root.
as=()
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
  chown nobody:nogroup "$folder"
fi
read -ra ports < <(/usr/bin/python3 - <<'PY'
import socket
held = [socket.socket() for _ in range(8)]
for one in held:
    one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in held))
PY
)
client=http://127.0.0.1:${ports[6]}
peer=http://127.0.0.1:${ports[7]}
"${as[@]}" root/usr/bin/etcd --data-dir "$folder/etcd" --enable-v2 --listen-client-urls "$client" \
  --advertise-client-urls "$client" --listen-peer-urls "$peer" --initial-advertise-peer-urls "$peer" \
  --initial-cluster "default=$peer" > etcd.log 2>&1 &
echo $! > etcd.pid
begin() {
  cat > "patroni$1.yml" <<YAML
scope: two
name: m$1
restapi: {listen: "127.0.0.1:${ports[$1 - 1]}", connect_address: "127.0.0.1:${ports[$1 - 1]}"}
etcd: {host: "127.0.0.1:${ports[6]}"}
bootstrap:
  dcs: {ttl: 20, loop_wait: 2, retry_timeout: 6, synchronous_mode: true, synchronous_mode_strict: true, synchronous_node_count: 2}
  initdb: [{encoding: UTF8}, {locale: C.UTF-8}]
postgresql:
  listen: "127.0.0.1:${ports[$1 + 2]}"
  connect_address: "127.0.0.1:${ports[$1 + 2]}"
  data_dir: $folder/data$1
  bin_dir: $binaries
  pgpass: $folder/pgpass$1
  authentication: {superuser: {username: postgres, password: one}, replication: {username: copies, password: two}}
  parameters: {unix_socket_directories: ""}
  pg_hba: ["host all all 127.0.0.1/32 md5", "host replication copies 127.0.0.1/32 md5"]
YAML
  HOME=$folder "${as[@]}" /usr/bin/python3 -S root/usr/bin/patroni "patroni$1.yml" >> "patroni$1.log" 2>&1 &
  echo $! > "patroni$1.pid"
  disown
}
sql() {
  PGPASSWORD=one "$binaries/psql" -XAt -F ' ' -h 127.0.0.1 -p "${ports[3]}" -U postgres -d postgres -c "$1" 2>> psql.log
}
told() {
  /usr/bin/python3 - "${ports[0]}" <<'PY'
import json, sys, urllib.request
try:
    members = json.load(urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/cluster", timeout=5))["members"]
    print(sum(one["role"] == "sync_standby" for one in members))
except OSError:
    print(0)
PY
}
waits() { sql "SELECT string_agg(sync_state, ' ' ORDER BY sync_state DESC) FROM pg_stat_replication"; }
until_so() {  # condition, seconds
  for _ in $(seq "$2"); do
    if eval "$1"; then return 0; fi
    sleep 1
  done
  tail -n 5 patroni?.log >&2
  return 1
}
begin 1
until_so '[ "$(sql "SELECT NOT pg_is_in_recovery()")" = t ]' 60 || { echo "not run: no primary" >&2; exit 2; }
begin 2
begin 3
until_so '[ "$(told) $(waits)" = "2 sync sync" ]' 90 || { echo "not run: no two standbys" >&2; exit 2; }
before="$(sql 'SHOW synchronous_standby_names'); $(waits); told of $(told)"
kill -9 "$(cat patroni1.pid)"
sleep 1
begin 1
until_so '[ "$(told)" = 2 ] && [ -n "$(waits)" ]' 60 || { echo "not run: the leader did not come back" >&2; exit 2; }
sleep 12  # six of Patroni's loops
seen="$(sql 'SHOW synchronous_standby_names'); $(waits); told of $(told)"
echo "$(cat version), patroni 3.0.2-1, before: $before"
echo "expected  two names; sync sync; told of 2"
echo "observed  $seen"
case $seen in
  "*; sync potential; told of 2") echo "as stated: it waits for one of them" ;;
  *) echo "changed"; exit 1 ;;
esac
