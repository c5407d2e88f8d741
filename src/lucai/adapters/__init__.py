"""Outside systems behind the ports of the stages. Only the wiring knows them."""
