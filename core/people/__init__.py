"""The person on file: records by the instance of their collection, addresses, opt-outs, age."""
