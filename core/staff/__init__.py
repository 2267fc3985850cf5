"""Staff: accounts, roles and what each role may do, key slots, sign-in (C22)."""
