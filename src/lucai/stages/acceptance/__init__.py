"""验收: every item of the contract looked at, and the result made public."""
