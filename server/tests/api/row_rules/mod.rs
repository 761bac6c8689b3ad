//! Row and column rules, through every door that data goes out by.

mod doors;
mod oracle;
mod resource;
mod shop;
