"""One contract, held to on every transport by one set of scenarios."""
