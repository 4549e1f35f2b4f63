"""What can go wrong, as types; each message says what, where and what to do."""


class GongwenError(Exception):
    """Any failure that gongwen-clean foresees; catch this to catch them all."""


class EditError(GongwenError):
    """Edits that cannot be applied: out of range, unsorted or overlapping."""


class InputError(GongwenError):
    """Input that cannot be read as text."""


class MissingExtraError(InputError):
    """Input whose kind needs a library that is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what}; install it with: pip install 'gongwen-clean[{extra}]'")


class PatternTimeoutError(InputError):
    """A text on which a pattern of the user's takes too long."""


class LexiconError(GongwenError):
    """A lexicon file that breaks its own format."""


class ModelError(GongwenError):
    """A language model file that is damaged or of another format."""


class UnknownNameError(GongwenError):
    """A preset, step or rule that does not exist."""


class ConfigError(GongwenError):
    """Settings that cannot be understood: a key, a value or a pattern."""
