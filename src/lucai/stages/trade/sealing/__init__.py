"""Sealed bids: the opening policy, the intake of envelopes, the registry, shares, the opening.

Below the bids: nothing here knows what a bid says. What is taken in cannot be read until the
groups of holders that the policy names have released their shares.
"""
