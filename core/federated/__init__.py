"""Protected updates in, global model and contribution scores out; both parties as pure state machines."""
