"""Who may do what: every RPC, every caller, every memo, on every kind of instance."""
