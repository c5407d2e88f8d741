"""按期付款: how punctually a buyer has paid in the last twelve months, for everybody to see.

A reading of the journal's public entries of payment: each payment that fell due is one fact,
each buyer's month one sum, kept up to date entry by entry. What is overdue and unpaid counts
as late, so that nobody looks punctual by never paying.
"""
