"""Addresses that are put together are those that Django reverses."""

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from accounts.paths import path_to


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("home", ()),
        ("review:application", (12,)),
        ("review:move", (12, "forward")),
        ("applications:step", (7, "person")),
        ("applications:step", (7, "work_and-more")),
    ],
)
def test_it_is_what_reverse_answers(name, arguments):
    for _ in range(2):
        assert path_to(name, *arguments) == reverse(name, args=arguments)


def test_it_follows_the_prefix_under_which_the_portal_is_served():
    path_to("review:application", 3)
    set_script_prefix("/zc/")
    try:
        assert path_to("review:application", 3) == "/zc/review/applications/3/"
    finally:
        set_script_prefix("/")


def test_a_route_that_does_not_exist_is_an_error():
    with pytest.raises(NoReverseMatch):
        path_to("review:nothing", 3)
