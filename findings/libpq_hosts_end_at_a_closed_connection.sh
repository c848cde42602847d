#!/usr/bin/env bash
# libpq 15 tries the next host of its list when one refuses the connection, not when one accepts it and closes it again.
#
# Library   libpq5 15 with psql and PostgreSQL 15 (Debian 12).
# Says      "Specifying Multiple Hosts": hosts are tried in order until one connects; the rest is not tried where a
#           connection is made and authentication fails.
# Observed  Of host=127.0.0.1,127.0.0.1 the first one accepts and closes at once, before any authentication, as a TCP proxy
#           does whose server is dead; the second is a healthy server. psql ends with "server closed the connection
#           unexpectedly", also with target_session_attrs=read-write. With the first port refusing, it reaches the second.
# Matters   A proxy of its own before each server of a cluster takes the list its use: clients that name the dead one first
#           never reach the new primary, however often they try.
# Instead   The page on running a cluster says that such a proxy must refuse; the test bed's demonstration wants real networks.
set -euo pipefail

folder=$(mktemp -d)
chmod 755 "$folder"
end() {
  [ ! -f "$folder/proxy.pid" ] || kill "$(cat "$folder/proxy.pid")" 2>/dev/null || true
  [ ! -f "$folder/data/postmaster.pid" ] || kill -QUIT "$(head -n 1 "$folder/data/postmaster.pid")" 2>/dev/null || true
  sleep 1
  rm -rf "$folder"
}
trap end EXIT
cd "$folder"
mkdir root
for one in postgresql-15 postgresql-client-15 libpq5; do
  apt-get download -qq "$one" > apt.log 2>&1 || { cat apt.log >&2; echo "not run: apt has no $one" >&2; exit 2; }
done
for one in *.deb; do dpkg -x "$one" root; done
rm -- *.deb
binaries=$folder/root/usr/lib/postgresql/15/bin
export LD_LIBRARY_PATH=$folder/root/usr/lib/x86_64-linux-gnu
"$binaries/postgres" --version > version || { echo "not run: PostgreSQL lacks a library" >&2; exit 2; }

# PostgreSQL does not run as root.
as=()
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
  chown nobody:nogroup "$folder"
fi
read -ra ports < <(/usr/bin/python3 - <<'PY'
import socket
held = [socket.socket() for _ in range(3)]
for one in held:
    one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in held))
PY
)
"${as[@]}" "$binaries/initdb" -D "$folder/data" -U tester -A trust --no-sync > initdb.log
"${as[@]}" "$binaries/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w \
  -o "-p ${ports[1]} -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder" start > ctl.log

# The proxy of a dead server.
/usr/bin/python3 - "${ports[0]}" <<'PY' &
import socket, sys
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as listening:
    while True:
        listening.accept()[0].close()
PY
echo $! > proxy.pid
for _ in $(seq 50); do
  if (exec 3<>"/dev/tcp/127.0.0.1/${ports[0]}") 2>/dev/null; then break; fi
  sleep 0.1
done

asked() { # <port of the first host> <more>
  "$binaries/psql" -X -A -t -c 'SELECT 1' \
    "host=127.0.0.1,127.0.0.1 port=$1,${ports[1]} user=tester dbname=postgres connect_timeout=5 $2" 2>&1 || true
}
refused=$(asked "${ports[2]}" "")
closed=$(asked "${ports[0]}" "")
writing=$(asked "${ports[0]}" "target_session_attrs=read-write")
cat version
echo "first host refuses: $refused"
echo "first host closes: $(head -n 1 <<<"$closed")"
echo "first host closes, read-write is wanted: $(head -n 1 <<<"$writing")"
grep -q ' 15\.' version && [ "$refused" = 1 ] &&
  [[ $closed == *"server closed the connection unexpectedly"* && $closed != *"port ${ports[1]}"* ]] &&
  [[ $writing == *"server closed the connection unexpectedly"* && $writing != *"port ${ports[1]}"* ]]
