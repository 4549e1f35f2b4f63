"""What looks damaged in a text and cannot be repaired: numbers, brackets, tables, numbering, lost text."""
