"""What the parts of a scraped page are: lines, labels, regions. Sees and says; changes nothing."""
