"""首个账号: a purchaser's unit and an expert are invited by the finance department, and open it themselves."""
