"""Rejoin documents whose pages were scraped as records of their own."""

from gongwen_clean.rejoining.documents import rejoin

__all__ = ["rejoin"]
