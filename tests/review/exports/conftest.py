import pytest


@pytest.fixture
def world(db):
    """A small round with its organisations and officers."""
    # Models cannot be imported before Django is set up, which is after this file is read.
    from tests.review.exports.world import World

    return World()
