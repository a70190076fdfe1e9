"""What a workshop is and what its rules are: pure, with no clock, no chance and nothing outside."""
