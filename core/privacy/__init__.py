"""An update in, a protected update out: ring integers, secret shares and masks."""
