"""Collections of quotations: files that hold nothing but words and who said them."""
