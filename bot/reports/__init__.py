"""What is told about many messages at once: pure functions from figures to sections, spreadsheets and letters."""
