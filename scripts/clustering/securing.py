"""The secured cluster: its certificates, its plugin's settings, its first user.

The authority, its key and the password are made anew with each start and lie in the cluster's
folder, readable by their owner alone.
"""

from __future__ import annotations

import json
import secrets
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from clustering.setup import Setup, Trouble

SUBJECT = "/O=searchcable/CN="
DAYS = "365"
SETTLING = 60  # seconds that the plugin takes to set itself up
SIGNS = "keyUsage=critical,keyCertSign,cRLSign"  # Python 3.13 asks it of an authority, RFC 5280 too
EXTENSIONS = """\
subjectAltName=IP:127.0.0.1,DNS:localhost
keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=serverAuth,clientAuth
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
"""


def make_certificates(setup: Setup) -> None:
    """Make an authority, and by it a certificate for the nodes and one for the administrator."""
    folder = setup.home / "certificates"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    (folder / "extensions").write_text(EXTENSIONS)
    _openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", DAYS,
             "-keyout", "ca-key.pem", "-out", "ca.pem", "-subj", f"{SUBJECT}ca",
             "-addext", SIGNS)  # fmt: skip
    for name in ("node", "admin"):
        _openssl(folder, "req", "-new", "-newkey", "rsa:2048", "-nodes",
                 "-keyout", f"{name}-key.pem", "-out", f"{name}.csr",
                 "-subj", f"{SUBJECT}{name}")  # fmt: skip
        _openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-days", DAYS, "-CA", "ca.pem",
                 "-CAkey", "ca-key.pem", "-CAcreateserial", "-extfile", "extensions",
                 "-out", f"{name}.pem")  # fmt: skip


def _openssl(folder: Path, *arguments: str) -> None:
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise Trouble(f"openssl {arguments[0]} failed: {done.stderr.strip()[:300]}")


def secure_node(setup: Setup, node: int) -> dict[str, Any]:
    """Lay a node's certificates and the plugin's files beside its settings; return settings."""
    config = setup.folder_of(node) / "config"
    for name in ("ca.pem", "node.pem", "node-key.pem"):
        shutil.copy(setup.home / "certificates" / name, config)
    plugin = setup.server_home / "plugins" / "opensearch-security" / "config"
    security = config / "opensearch-security"
    shutil.copytree(plugin, security, dirs_exist_ok=True)
    meta = '_meta:\n  type: "internalusers"\n  config_version: 2\n'
    (security / "internal_users.yml").write_text(meta)  # none of the well-known passwords
    settings: dict[str, Any] = {
        "plugins.security.ssl.http.enabled": True,
        "plugins.security.ssl.transport.enforce_hostname_verification": False,
        "plugins.security.allow_default_init_securityindex": True,
        "plugins.security.authcz.admin_dn": ["CN=admin,O=searchcable"],
        "plugins.security.nodes_dn": ["CN=node,O=searchcable"],
        "plugins.security.restapi.roles_enabled": ["all_access"],
    }
    for layer in ("http", "transport"):
        begin = f"plugins.security.ssl.{layer}"
        settings[f"{begin}.pemcert_filepath"] = "node.pem"
        settings[f"{begin}.pemkey_filepath"] = "node-key.pem"
        settings[f"{begin}.pemtrustedcas_filepath"] = "ca.pem"
    return settings


def administrator(setup: Setup) -> ssl.SSLContext:
    """Return what one connects by as the administrator, whom a certificate shows."""
    folder = setup.home / "certificates"
    context = ssl.create_default_context(cafile=folder / "ca.pem")
    context.load_cert_chain(folder / "admin.pem", folder / "admin-key.pem")
    return context


def let_in(setup: Setup) -> None:
    """Make the user `admin`, with a password of its own, and write down how to come in."""
    password = secrets.token_urlsafe(18)
    user = {"password": password, "backend_roles": ["admin"]}
    request = urllib.request.Request(
        f"{setup.url_of(1)}/_plugins/_security/api/internalusers/admin",
        data=json.dumps(user).encode(),
        headers={"Content-Type": "application/json"},
        method="PUT",
    )
    deadline = time.monotonic() + SETTLING
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30, context=administrator(setup)):
                break
        except urllib.error.HTTPError as error:
            if time.monotonic() > deadline:
                told = error.read(300).decode(errors="replace")
                raise Trouble(f"the security plugin takes no user: {told}") from None
            time.sleep(0.5)
    credentials = setup.home / "credentials"
    credentials.unlink(missing_ok=True)
    credentials.touch(mode=0o600)
    credentials.write_text(f"user=admin\npassword={password}\n")
    told = {
        "url": setup.url_of(1),
        "ca": str(setup.home / "certificates" / "ca.pem"),
        "credentials": str(credentials),
    }
    setup.access.write_text(json.dumps(told, indent=2) + "\n")
