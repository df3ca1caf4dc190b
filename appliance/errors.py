"""Everything that can go wrong in words of the domain, one class per wire code.

    ApplianceError
        InvalidArgumentError       the request is malformed or breaks a rule
        NotFoundError              no such resource, or not for this caller's eyes
        AlreadyExistsError         the name is taken
        PermissionDeniedError      known caller, not allowed
        UnauthenticatedError       a credential is missing or no longer valid
        FailedPreconditionError    allowed in general, not in the present state
        ResourceExhaustedError     a limit was reached
        UnavailableError           try again later
        UnimplementedError         part of the contract, without behaviour so far

The default message is the class docstring; `api/interceptors.py` alone turns these into
answers, and `__main__` into exit codes.
"""


class ApplianceError(Exception):
    """Something went wrong inside the server."""

    code = "internal"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


def in_words(error: Exception) -> str:
    """Say what went wrong, to operators: the system names its file apart."""
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or error}"
    if isinstance(error, ApplianceError):
        return str(error)
    # Of a driver, or a fault of ours: the name says more than its words.
    return f"{type(error).__name__}: {error}"


class InvalidArgumentError(ApplianceError):
    """The request is not valid."""

    code = "invalid_argument"


class NotFoundError(ApplianceError):
    """The resource does not exist."""

    code = "not_found"


class AlreadyExistsError(ApplianceError):
    """A resource with this name already exists."""

    code = "already_exists"


class PermissionDeniedError(ApplianceError):
    """Permission denied."""

    code = "permission_denied"


class UnauthenticatedError(ApplianceError):
    """authentication required"""  # noqa: D415 - clients compare these words

    code = "unauthenticated"


class FailedPreconditionError(ApplianceError):
    """The present state does not allow this."""

    code = "failed_precondition"


class ResourceExhaustedError(ApplianceError):
    """A limit was reached."""

    code = "resource_exhausted"


class UnavailableError(ApplianceError):
    """The server cannot do this at the moment; try again."""

    code = "unavailable"


class UnimplementedError(ApplianceError):
    """This method has no behaviour yet."""

    code = "unimplemented"
