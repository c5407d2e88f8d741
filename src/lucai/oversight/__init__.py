"""监督: complaints, reports and what else watches over the procurement of others."""
