"""The settings of an instance: what each may hold, who reads it, what is secret."""
