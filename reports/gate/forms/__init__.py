"""A gate's result written down: for people, for a CI summary, for test reports and for programs."""
