"""A text's length as the policy counts it."""

import pytest

from applications.texts import count_characters


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("工作总结", 4),
        ("工作，总结。", 4),
        ("采用CAD软件", 5),
        ("合格率由92%提高到97.5%", 9),
        ("a well-kept plan", 3),
        ("𠮷䶮", 2),
        ("　 \n\t", 0),
    ],
)
def test_han_characters_and_words_count_and_nothing_else(text, count):
    assert count_characters(text) == count
