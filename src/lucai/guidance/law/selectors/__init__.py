"""Reading the law: its rules and articles, local values, calendars."""
