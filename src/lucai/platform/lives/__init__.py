"""Taking a declared step: decision, row, duties and journal entry in one go."""
