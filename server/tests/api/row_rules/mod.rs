//! Row and column rules, through every door that data goes out by.

mod dialects;
mod doors;
mod oracle;
mod resource;
mod shop;
