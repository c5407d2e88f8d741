"""移交: sealed files handed over to an archive institution, which checks each and gives a receipt."""
