"""The law as data: statutes, dated parameters, the counting engine, pure rules. No Django here."""
