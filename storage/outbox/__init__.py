"""What is sent: editions, deliveries, broadcasts, leases, retention. Imports `news` and below."""
