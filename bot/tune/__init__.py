"""Fits the sentence model to the base's own sentences; needed at the desk that trains, never where the bot runs."""
