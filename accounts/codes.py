"""Codes that are read from paper or screen and typed once; kept as keyed hashes only."""

import secrets
import unicodedata

from accounts.crypto import keyed_hash

# No letters and digits that are mistaken for each other.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
GROUP = 4


def make(groups: int) -> str:
    """A random code of so many groups of four characters (20 bits a group)."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(groups))


def normalised(typed: str) -> str:
    """The code however it was typed: width, capitals, blanks and dashes do not count."""
    text = unicodedata.normalize("NFKC", typed).casefold()
    return "".join(character for character in text if character in ALPHABET)


def digest(typed: str, *, purpose: str) -> str:
    """What is stored of a code, and by which it is found."""
    return keyed_hash(normalised(typed), purpose=purpose)
