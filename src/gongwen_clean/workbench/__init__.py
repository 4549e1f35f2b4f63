"""From what a reader decided to what the cleaner knows: entries, protected text, and what they change."""
