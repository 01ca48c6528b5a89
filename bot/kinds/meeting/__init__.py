"""Mail about meetings: bookings, changes and cancellations from coordinators, answers from members."""
