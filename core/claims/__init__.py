"""Who is reading which record: claims that warn and steer, and never block a decision."""
