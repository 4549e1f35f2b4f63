"""Templates, styles, scripts and words of the HTML reports."""

from pathlib import Path

ASSETS = Path(__file__).parent
