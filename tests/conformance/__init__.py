"""The conformance suite of the Connect project against our runtime."""
