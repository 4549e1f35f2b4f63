"""Settings as a file: the one that names every key, and the one that says what holds."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from gongwen_clean.configuration.reading import FILE_NAME
from gongwen_clean.configuration.settings import Configuration
from gongwen_clean.errors import ConfigError
from gongwen_clean.streaming.stamp import file_digest, settings_digest


def default_config() -> str:
    """Return the text of a settings file in which every key stands as a comment, with its default."""
    return (files("gongwen_clean") / "configuration" / "default.toml").read_text(encoding="utf-8")


def write_default() -> Path:
    """Write the commented default into the working directory; return its path. Raises: ConfigError."""
    path = Path(FILE_NAME)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(default_config())
    except FileExistsError:
        raise ConfigError(f"{path}: is there already; edit it, or remove it first") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error
    return path


def stamped_values(configuration: Configuration) -> dict[str, Any]:
    """Return the settings that a stamp's config_hash is made of: a file stands there by its content.

    Raises: InputError for a file that cannot be read.
    """
    return configuration.as_values(file_digest)


def format_config(configuration: Configuration, path: Path | None) -> str:
    """Return settings as TOML that reads back to the same, with whole paths and the hash of their meaning.

    Args: path: the file that they were read from. Raises: InputError for a file that cannot be read.
    """
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment(f"read from {path}" if path else "no settings file"))
    document.add(tomlkit.comment(f"config_hash {settings_digest(stamped_values(configuration))}"))
    for key, value in configuration.as_values(lambda file: str(file.resolve())).items():
        document.add(key, tomlkit.item(value))
    return tomlkit.dumps(document)
