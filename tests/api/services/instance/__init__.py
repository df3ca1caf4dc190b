"""Tests of the parts of InstanceService."""
