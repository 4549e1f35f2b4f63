"""What a user wants done: settings from files, rules that are off, text that no rule may change."""
