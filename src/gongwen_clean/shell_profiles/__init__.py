"""What the pages of one site have in common: learned from a corpus, kept in a file that people edit."""
