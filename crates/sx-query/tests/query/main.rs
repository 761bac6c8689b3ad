//! One binary: questions in, SQL and tables out, compared with what is written beside them.

#![expect(clippy::unwrap_used, reason = "clippy knows the tests, but not the functions that they share")]

mod answers;
mod bodies;
mod cases;
mod comparison;
mod filters;
mod hostile;
mod post_cases;
mod post_forecast;
mod post_properties;
mod rules;
mod sales;
#[path = "../../../../fuzz/bodies/seeds.rs"]
mod seeds;
mod shaping;
mod time_grains;
#[path = "../../../../fuzz/bodies/time_grammar.rs"]
mod time_grammar;
mod time_properties;
mod time_ranges;
