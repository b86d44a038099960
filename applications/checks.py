"""System checks of the workflow table."""

from django.core.checks import Error, register

from applications import workflow


@register()
def table_names_are_registered(app_configs, **kwargs):
    """Every guard and effect of the table has been registered by some floor."""
    return [
        Error(f"The workflow table names {name}, which nobody registered.", id="applications.E001")
        for name in workflow.unregistered_names()
    ]
