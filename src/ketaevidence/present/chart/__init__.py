"""What the statistical figures share: axes, labels that find room, sheet and key."""
