"""The demonstration world: fictional people, firms and procurements under the real law.

Codes, regions, catalogue, calendars and law are the real ones; every name is 示例…. The
world is built through the services, step by step, with the clock held at each step's
moment, so nothing in it could not have happened.
"""

BUILT = "demonstration.built"
"""The mark of a data folder that has its world."""
