"""What two sides of a run say of each other, and the verdict on it."""
