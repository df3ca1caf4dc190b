"""Tests of the services behind the contract."""
