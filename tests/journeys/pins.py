"""The PIN of everybody's certificate on a walk, and how it is typed without the wait."""

PIN = "246810"
QUICK_PIN = """
const derive = SubtleCrypto.prototype.deriveKey;
SubtleCrypto.prototype.deriveKey = function (how, ...others) {
  return derive.call(this, how.iterations ? { ...how, iterations: 1000 } : how, ...others);
};
"""
"""A PIN is stretched on purpose, so that guessing takes long; so that walking does not, hardly here.

How it is really stretched is tried where certificates are."""
