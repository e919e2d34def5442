"""An update in, a protected update out: ring integers, noise, secret shares and masks."""
