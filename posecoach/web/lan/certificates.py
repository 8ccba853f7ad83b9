"""The house's own certificates, by which a phone's browser trusts this app's HTTPS.

The authority is made once and kept in the data folder. It can only vouch for addresses of houses and for names that
end in ``.local``: whoever steals its key can pretend to be this app, and no page of the internet.
"""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Iterable
from ipaddress import IPv4Network
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from posecoach.files.reading import read_file
from posecoach.files.writing import write_private
from posecoach.web.lan.network import HOUSE_NETWORKS

FILE = "house-certificate-authority.pem"
MAX_BYTES = 20_000
"""Of the file; ours has 1.5 kB."""
AUTHORITY_AGE = dt.timedelta(days=10 * 365)
LEAF_AGE = dt.timedelta(days=90)
"""iOS takes at most 398 days; it is made again at every start, and while the app runs."""
RENEW_AFTER = dt.timedelta(days=30)
CLOCKS_DIFFER = dt.timedelta(days=1)
"""How far a phone's clock may be behind."""


class Authority:
    """The certificate authority of this computer; made, and written to `folder`, if it is not there or has expired.

    Raises
    ------
    UsageError
        It cannot be written.
    """

    def __init__(self, folder: Path, name: str) -> None:
        path = folder / FILE
        try:
            self._pem = read_file(path, MAX_BYTES)
            self._certificate = x509.load_pem_x509_certificate(self._pem)
            if self._certificate.not_valid_after_utc < dt.datetime.now(dt.UTC) + LEAF_AGE:
                raise ValueError("it expires")
        except (OSError, ValueError):
            self._pem = _make_authority(name)
            self._certificate = x509.load_pem_x509_certificate(self._pem)
            write_private(path, self._pem.decode("ascii"))

    @property
    def der(self) -> bytes:
        """The certificate as phones take it."""
        return self._certificate.public_bytes(Encoding.DER)

    @property
    def fingerprint(self) -> str:
        """The certificate's SHA-256, as phones show it."""
        return self._certificate.fingerprint(SHA256()).hex(" ").upper()

    def vouch(self, context: ssl.SSLContext, names: Iterable[str]) -> None:
        """Let a server's context show a new certificate for these names and addresses."""
        now = dt.datetime.now(dt.UTC)
        authority = trustme.CA.from_pem(self._pem, self._pem)
        leaf = authority.issue_cert(
            *sorted(names), organization_name="posecoach", not_before=now - CLOCKS_DIFFER, not_after=now + LEAF_AGE
        )
        leaf.configure_cert(context)


def _make_authority(name: str) -> bytes:
    """Return a new authority's key and certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    pieces = ((NameOID.ORGANIZATION_NAME, "posecoach"), (NameOID.COMMON_NAME, f"posecoach on {name}"[:64]))
    subject = x509.Name([x509.NameAttribute(kind, text) for kind, text in pieces])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - CLOCKS_DIFFER)
        .not_valid_after(now + AUTHORITY_AGE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_signs_certificates(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.NameConstraints(_house_names(name), None), critical=True)
        .sign(key, SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return secret + certificate.public_bytes(Encoding.PEM)


def _signs_certificates() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )


def _house_names(name: str) -> list[x509.GeneralName]:
    """Return what the authority may vouch for."""
    networks = (*HOUSE_NETWORKS, IPv4Network("127.0.0.0/8"))
    names = {"local", name} if name else {"local"}
    return [*map(x509.DNSName, sorted(names)), *map(x509.IPAddress, networks)]
