"""What keeps the house in order: the lock, the generated reference pages."""
