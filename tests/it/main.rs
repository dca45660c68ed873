//! The integration tests: one binary, a module for each part of the program that is driven from outside.

mod sandbox;
