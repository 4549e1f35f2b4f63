"""Read dates as pages and official documents write them."""

from __future__ import annotations

from datetime import datetime

from gongwen_clean.matching.lazy_patterns import lazy_pattern

_HAN_DIGITS = {digit: str(n) for n, digit in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "О": "0",
}
_YEAR = r"(?P<year>(?:19|20)\d{2}|[一二][〇○零О一二三四五六七八九]{3})"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = lazy_pattern(
    rf"{_YEAR} ?[年/.-] ?(?P<month>{_NUMBER}) ?[月/.-] ?(?P<day>{_NUMBER}) ?日?"
    r"(?:[T ]{0,3}(?:[A-Z]{3} )?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"
)


def read_iso_date(text: str) -> str | None:
    """Return the first date of `text` in ISO 8601, with its time of day if it has one; None without a date.

    >>> read_iso_date("2024年04月06日 16:40"), read_iso_date("二〇二四年五月十二日")
    ('2024-04-06T16:40', '2024-05-12')
    >>> read_iso_date("2024.13.1") is None
    True
    """
    match = _DATE.search(text)
    if match is None:
        return None
    year = "".join(_HAN_DIGITS.get(char, char) for char in match["year"])
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    try:
        moment = datetime(int(year), _number(match["month"]), _number(match["day"]), hour, minute, second)
    except ValueError:
        return None
    if match["hour"] is None:
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds" if match["second"] else "minutes")


def _number(text: str) -> int:
    """The value of one or two digits, or of a Han number below a hundred."""
    if text.isdigit() and text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    digit = int(_HAN_DIGITS.get(ones, "0") or 0)
    return (int(_HAN_DIGITS.get(tens, "1")) if ten else 0) * 10 + digit
