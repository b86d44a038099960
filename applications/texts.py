"""How the policy counts a text's length."""

import re

# One Han character is one; a run of Latin letters or digits is one word.
_HAN = r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003FFFF]"
_UNIT = re.compile(_HAN + r"|[A-Za-z0-9]+(?:[.'\-][A-Za-z0-9]+)*")


def count_characters(text: str) -> int:
    """Han characters plus words and numbers; punctuation and blanks do not count."""
    return sum(1 for _ in _UNIT.finditer(text))
