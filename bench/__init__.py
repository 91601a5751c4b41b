"""Programs that measure and strain Setia; run by hand, never by the tests."""
