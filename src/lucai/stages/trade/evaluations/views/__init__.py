"""Pages of evaluations: the organiser's, the panel's, the bidder's."""
