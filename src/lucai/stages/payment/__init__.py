"""支付: the invoice, the request, and the answer of the treasury."""
