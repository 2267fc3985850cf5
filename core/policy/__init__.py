"""The privacy policy as data, and the engine that judges a use by it."""
