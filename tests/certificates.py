"""Certificates for a server of the tests: an authority of their own, and a name that it vouches for."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

SOON = timedelta(days=2)


def write_certificates(folder: Path, host: str) -> None:
    """Write `authority.pem`, and `server.crt` with `server.key` for this host."""
    authority, key = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
    root = _certificate(
        "Test authority", authority, authority, x509.BasicConstraints(ca=True, path_length=None)
    )
    server = _certificate(host, key, authority, x509.SubjectAlternativeName([x509.DNSName(host)]))
    (folder / "authority.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "server.crt").write_bytes(server.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "server.key").write_bytes(private)
    (folder / "server.key").chmod(0o600)


def _certificate(
    name: str, key: EllipticCurvePrivateKey, authority: EllipticCurvePrivateKey, says: x509.ExtensionType
) -> x509.Certificate:
    issuer, subject, now = _named("Test authority"), _named(name), datetime.now(UTC)
    made = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - SOON).not_valid_after(now + SOON).add_extension(says, critical=True)
    return made.sign(authority, SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
