"""Carries commands in and deltas out; knows nothing of dots or topics."""
