"""A certificate authority of the test bed's own, made with openssl, valid for 30 days."""

import os
import subprocess

import processes


def openssl(folder, *arguments):
    # Yesterday, where that can be had: a client whose clock goes back must find them valid.
    yesterday = processes.at_another_time("-1d") or {}
    subprocess.run(
        ["openssl", *arguments], cwd=folder, check=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60,
        env={**os.environ, **yesterday},
    )  # fmt: skip


def make_authority(folder):
    os.makedirs(folder, exist_ok=True)
    openssl(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-nodes", "-keyout", "ca.key", "-out", "ca.crt", "-days", "30",
            "-subj", "/CN=recourse test cluster")  # fmt: skip


def make_certificate(folder, name, hosts, addresses):
    """`name`.crt and `name`.key, good for a server under these names and for a client."""
    names = [f"DNS:{host}" for host in hosts] + [f"IP:{address}" for address in addresses]
    extension = os.path.join(folder, f"{name}.ext")
    with open(extension, "w", encoding="ascii") as file:
        file.write("basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth,clientAuth\n")
        if names:
            file.write("subjectAltName=" + ",".join(names) + "\n")
    openssl(folder, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")  # fmt: skip
    openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key",
            "-CAcreateserial", "-out", f"{name}.crt", "-days", "30",
            "-extfile", extension)  # fmt: skip
    os.chmod(os.path.join(folder, f"{name}.key"), 0o600)
    for leftover in (f"{name}.csr", f"{name}.ext"):
        os.remove(os.path.join(folder, leftover))
