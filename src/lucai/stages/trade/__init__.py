"""采购交易: from the commission of an agency to the award."""
