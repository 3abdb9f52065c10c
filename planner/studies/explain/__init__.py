"""Explanations: why a case has no plan, why another plan would be worse."""
