"""单一来源公示: why only one supplier can be asked, shown to everybody before leave is asked for."""
