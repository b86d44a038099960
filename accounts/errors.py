"""What services raise; views turn it into a message, never into a stack trace."""


class DomainError(Exception):
    """A refusal with its reason in Chinese, for the person who asked."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class NotAllowed(DomainError):
    """In scope, but not this action or not now: 403 with the reason."""


class StaleState(DomainError):
    """Somebody else was first: 409, with who and what."""


class GuardFailed(DomainError):
    """A precondition of a move is not met; `reasons` are Chinese sentences."""

    def __init__(self, reasons: list[str]):
        super().__init__("；".join(reasons))
        self.reasons = reasons


class BadInput(DomainError):
    """What was typed cannot be taken; `fields` maps a field's name to its message."""

    def __init__(self, fields: dict[str, str]):
        super().__init__("；".join(fields.values()))
        self.fields = fields
