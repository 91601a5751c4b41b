"""Who signs in to the made-up company, known to those who fill it and those who visit it."""

ADMIN = "admin@setia.example"
SELLER = "seller@setia.example"
PASSWORD = "bench-password-for-loopback"  # noqa: S105
