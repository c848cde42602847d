#!/usr/bin/env bash
# By etcd's v3 interface Patroni 3.0.2 renews its leader key over the key of whoever was elected meanwhile.
#
# Library   patroni 3.0.2-1 with python3-etcd 0.4.5-4, on etcd-server 3.4.23-4 (Debian 12).
# Says      "Patroni" keeps the leader key as a lock: one member holds it, the others wait until its lease has run out.
# Observed  A member whose lease has run out, and whose last view of the cluster still names it as leader, calls
#           update_leader(). That takes a new lease and puts the key without comparing, although another member has taken
#           it in between; it answers True, and the key names the first one again. With the same etcd by its v2
#           interface (section `etcd`) the call answers False and the key stays where it is.
# Matters   A primary that was cut off from its peers and comes back does this while it still steps down. The new primary
#           loses its key and stops at once, the old one is promoted again, both on the same timeline. In a cluster with
#           strict synchronous mode and two synchronous standbys commits that the new primary had answered were gone.
# Instead   The test bed and the page on running a cluster use the v2 interface (`etcd --enable-v2`, section `etcd`).
#           Patroni's later versions compare (change 2689 of its repository, of May 2023).
set -euo pipefail

folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server"; wait "$server"; } 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
packages="patroni=3.0.2-1 python3-etcd=0.4.5-4 etcd-server python3-urllib3 python3-dnspython
  python3-dateutil python3-six python3-psutil python3-psycopg2 python3-yaml python3-click python3-prettytable
  python3-wcwidth python3-cdiff"
mkdir root
for one in $packages; do
  apt-get download -qq "$one" > apt.log 2>&1 || { cat apt.log >&2; echo "not run: apt has no $one" >&2; exit 2; }
done
for one in *.deb; do dpkg -x "$one" root; done

cat > race.py <<'PY'
import logging
import os
import sys

sys.path.insert(0, "root/usr/lib/python3/dist-packages")
from patroni.dcs import get_dcs

logging.disable(logging.CRITICAL)
kind, port = sys.argv[1:]


def member(name):
    place = {"hosts": [f"127.0.0.1:{port}"]}
    times = {"ttl": 20, "loop_wait": 2, "retry_timeout": 6}
    return get_dcs({"scope": "race", "namespace": f"/{kind}", "name": name, kind: place, **times})


first, second = member("first"), member("second")
took = first.attempt_to_acquire_leader()
first.get_cluster()
# As etcd does when the time is over.
if kind == "etcd3":
    first._client.call_rpc("/kv/lease/revoke", {"ID": first._lease})
else:
    first._client.delete(first.leader_path)
second.get_cluster()
took = took and second.attempt_to_acquire_leader()
if not took or second.get_cluster().leader.name != "second":
    print("not run: no second leader")
    os._exit(2)
renewed = first.update_leader(1)
print(f"renewed {renewed}, holder {second.get_cluster().leader.name}", flush=True)
os._exit(0)
PY
port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
peer=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
root/usr/bin/etcd --data-dir data --enable-v2 \
  --listen-client-urls "http://127.0.0.1:$port" --advertise-client-urls "http://127.0.0.1:$port" \
  --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" \
  --initial-cluster "default=http://127.0.0.1:$peer" > etcd.log 2>&1 &
server=$!
/usr/bin/python3 - "$port" <<'PY' || { cat etcd.log >&2; echo "not run: etcd does not answer"; exit 2; }
import sys, time, urllib.request
for _ in range(100):
    try:
        sys.exit(0 if b"true" in urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/health").read() else 1)
    except OSError:
        time.sleep(0.1)
sys.exit(1)
PY
ask() { timeout 60 /usr/bin/python3 race.py "$1" "$port" 2> "$1.log" || { cat "$1.log" >&2; return 2; }; }
older=$(ask etcd) || { echo "not run: $older"; exit 2; }
seen=$(ask etcd3) || { echo "not run: $seen"; exit 2; }
echo "patroni 3.0.2-1, etcd $(root/usr/bin/etcd --version | sed -n "s/etcd Version: //p"), by the v2 interface: $older"
echo "expected  renewed False, holder second"
echo "observed  $seen"
[ "$older" = "renewed False, holder second" ] || { echo "not run: the control failed"; exit 2; }
case $seen in
  "renewed True, holder first") echo "as stated: another's key is written over" ;;
  *) echo "changed"; exit 1 ;;
esac
