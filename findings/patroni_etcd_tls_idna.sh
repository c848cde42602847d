#!/usr/bin/env bash
# With Debian 12's python3-etcd and python3-openssl together no HTTPS request of urllib3 ends: a module is missing.
#
# Library   python3-etcd 0.4.5-4, python3-openssl 23.0.0-1, python3-urllib3 1.26.12-1 (Debian 12), by which Patroni
#           3.0.2 speaks to etcd.
# Says      None of the packages depends on python3-idna (urllib3 suggests it, dnspython recommends it). Installed with
#           their dependencies and without recommendations, as images for servers are made, they should work.
# Observed  `import etcd` puts pyOpenSSL into urllib3 wherever pyOpenSSL is there, for the whole process. From then on
#           each HTTPS request to a server whose certificate names a host fails with ModuleNotFoundError for `idna`.
#           Without that import the same request is answered. With python3-idna both are.
# Matters   Patroni with etcd over TLS stands on them, and waits for its etcd for ever, with the module's name only in a
#           line of its log. python3-openssl comes along with many a tool.
# Instead   The page on running a cluster names python3-idna among the packages.
set -euo pipefail

folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server"; wait "$server"; } 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
packages="python3-etcd=0.4.5-4 python3-openssl=23.0.0-1 python3-urllib3 python3-dnspython python3-cryptography
  python3-cffi-backend python3-six"
for one in $packages python3-idna; do
  apt-get download -qq "$one" > apt.log 2>&1 || { cat apt.log >&2; echo "not run: apt has no $one" >&2; exit 2; }
done
mkdir with without
for one in *.deb; do
  dpkg -x "$one" with
  case $one in python3-idna_*) ;; *) dpkg -x "$one" without ;; esac
done
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
  -keyout key.pem -out cert.pem > openssl.log 2>&1 || { cat openssl.log >&2; echo "not run: openssl" >&2; exit 2; }

cat > serve.py <<'PY'
import http.server, ssl

class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("cert.pem", "key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
PY
cat > ask.py <<'PY'
import sys

sys.path.insert(0, f"{sys.argv[1]}/usr/lib/python3/dist-packages")
if sys.argv[2] == "etcd":
    import etcd
import urllib3

try:
    pool = urllib3.PoolManager(ca_certs="cert.pem", timeout=5, retries=False)
    print(pool.request("GET", f"https://localhost:{sys.argv[3]}/").status)
except BaseException as error:
    print(f"{type(error).__name__}: {error}")
PY
python=/usr/bin/python3
$python -S serve.py > port &
server=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
ask() { timeout 30 $python -S ask.py "$1" "$2" "$(cat port)" 2> ask.log | tail -n 1; }
alone=$(ask without urllib3)
cured=$(ask with etcd)
seen=$(ask without etcd)
echo "python3-etcd 0.4.5-4, python3-openssl 23.0.0-1, urllib3 without etcd: $alone; with python3-idna: $cured"
echo "expected  200"
echo "observed  $seen"
if [ "$alone" != 200 ] || [ "$cured" != 200 ]; then
  cat ask.log >&2
  echo "not run: a control failed"
  exit 2
fi
case $seen in
  "ModuleNotFoundError: No module named 'idna'") echo "as stated: the module is missing" ;;
  *) echo "changed"; exit 1 ;;
esac
