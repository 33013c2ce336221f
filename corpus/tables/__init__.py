"""Printed tables → cells of the form."""
