"""How the policy counts a text's length."""

import re

# One Han character is one; a run of Latin letters or digits is one word.
_HAN = r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003FFFF]"
_UNIT = re.compile(_HAN + r"|[A-Za-z0-9]+(?:[.'\-][A-Za-z0-9]+)*")


def count_characters(text: str) -> int:
    """Han characters plus words and numbers; punctuation and blanks do not count."""
    return len(_UNIT.findall(text))


def length_advice(words: int, least: int, most: int) -> str:
    """What to say of a text that is shorter or longer than advised; "" for a good or blank one."""
    if not words or (words >= least and (not most or words <= most)):
        return ""
    wanted = f"建议写{least}至{most}字" if most else f"要求{least}字以上"
    return f"{wanted}，现在{words}字，{'偏短' if words < least else '偏长'}；不影响保存。"
