"""The benchmark: the same work for any servers that speak the API, beside a floor."""
