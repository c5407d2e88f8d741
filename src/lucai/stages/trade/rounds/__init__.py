"""密封报价: prices asked for once more, of known suppliers, at one moment for all.

A last quote of a negotiation and a second bidding under a framework agreement are such rounds.
Each is sealed in the supplier's browser as a bid is, for the automatic holders of opening keys,
and all are opened together when the round's time is over; before that nobody can read one.
"""
