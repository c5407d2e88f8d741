"""What the workshop needs: installing, checking, building documents. None of it is part of the product."""
