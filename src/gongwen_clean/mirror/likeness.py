"""How much a text reads like an official text of the mainland."""

from __future__ import annotations

from gongwen_clean.matching.characters import is_han

_MOST_CHARS = 4000  # as many tell as well as more
_REACH = 4  # characters before one that the model looks at


def official_likeness(plain: str) -> float:
    """Return the mean log probability, in nats, of the Han characters in a text in simplified characters.

    Only the first few thousand characters are read, and what repeats counts once. Cost: O(1) beyond them;
    the model loads on first use.
    """
    # numpy and the model take longer to load than most texts to clean, and few texts need them
    from gongwen_clean.scoring.model import shared_model

    head = plain[:_MOST_CHARS]
    places = [
        *{head[max(0, at - _REACH) : at + 1]: at for at, char in enumerate(head) if is_han(char)}.values()
    ]
    return float(shared_model().text_log_probs(head)[places].mean()) if places else float("-inf")
