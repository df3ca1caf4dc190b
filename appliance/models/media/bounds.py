"""What a program of ours that decodes what others sent may take."""


def bound(memory: int, seconds: int) -> None:
    """Give up, in the program itself, rather than take the machine along."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
