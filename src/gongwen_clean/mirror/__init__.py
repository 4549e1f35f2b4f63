"""Mirror sites: what shows that a page is a converted copy of a mainland text, and how to undo it."""
