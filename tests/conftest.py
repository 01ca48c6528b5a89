"""What all tests share: the mail servers' fixtures."""

pytest_plugins = ["tests.servers.fixtures"]
