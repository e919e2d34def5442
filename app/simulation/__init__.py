"""A round's size, faults and attack in; real clients, a real coordinator and a judged outcome out."""
