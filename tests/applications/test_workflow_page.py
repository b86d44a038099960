"""docs/workflow.md is made from the table."""

from pathlib import Path

from applications.management.commands.workflow_table import markdown


def test_the_page_shows_the_table_of_the_code():
    page = Path(__file__).parents[2] / "docs" / "workflow.md"
    assert page.read_text() == markdown()
