"""四库监管: what stands in the four libraries, by state and region, and what is about to go wrong.

Who: 财政, for its own region. Row G10 of the plan. It keeps nothing of its own: every figure is counted
from the libraries and leads there.
"""
