"""The lower floor's acts, written into the event log of this one."""

from applications import log


def write(*, actor, action: str, object, data: dict | None = None) -> None:
    """Append one entry about an account, an organisation or a role."""
    name = object if isinstance(object, str) else f"{object._meta.model_name}:{object.pk}"
    log.append(action=action, actor=actor, object=name, data=data)
