"""The pages of the documentation site, and what lays them out."""
