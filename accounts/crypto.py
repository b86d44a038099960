"""ID numbers at rest: AES-256-GCM, found by a keyed hash; the key lies outside the database.

A stored value is `k1:` + base64(nonce + ciphertext). The associated data binds it to its table
and its owner's hash, so that two rows' values cannot be swapped (trust PR-01).
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_ID = "k1"


class CannotDecrypt(Exception):
    """The value was made with another key, for another row, or was altered."""


@lru_cache(maxsize=8)
def _derived(secret: str, purpose: str) -> bytes:
    return hashlib.scrypt(
        secret.encode(), salt=b"titleportal:" + purpose.encode(), n=2**12, r=8, p=1, dklen=32
    )


def _key(purpose: str) -> bytes:
    if not settings.PORTAL_DATA_KEY:
        raise ImproperlyConfigured("PORTAL_DATA_KEY is not set: ID numbers cannot be read")
    return _derived(settings.PORTAL_DATA_KEY, purpose)


def keyed_hash(value: str, *, purpose: str = "id-number") -> str:
    """The blind index of a value: HMAC-SHA256 as 64 hex digits."""
    return hmac.new(_key(purpose), value.encode(), hashlib.sha256).hexdigest()


def encrypt(value: str, *, bound_to: str) -> str:
    """`value` encrypted and bound to `bound_to` (table and owner)."""
    nonce = os.urandom(12)
    sealed = AESGCM(_key("encryption")).encrypt(nonce, value.encode(), bound_to.encode())
    return f"{KEY_ID}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str, *, bound_to: str) -> str:
    """What `encrypt` was given; raises CannotDecrypt."""
    try:
        key_id, _, body = stored.partition(":")
        raw = base64.b64decode(body, validate=True)
        if key_id != KEY_ID:
            raise CannotDecrypt("unknown key id")
        return AESGCM(_key("encryption")).decrypt(raw[:12], raw[12:], bound_to.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotDecrypt("the stored value does not belong here") from error
