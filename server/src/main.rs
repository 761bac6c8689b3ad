//! The one binary, `sextant`: it wires the parts and runs the processes.

#![recursion_limit = "256"] // use cases are futures in futures; their layout is computed here

mod answer;
mod api;
mod batch_answer;
mod commands;
mod config;
mod data_answer;
mod error;
mod file_answer;
mod openapi;
mod q;
mod request;
mod router;
mod session;
mod shutdown;
mod start;
mod trace;

use clap::Parser as _;

fn main() -> std::process::ExitCode {
    // ring is the only TLS provider; a second installation would mean that somebody else chose one.
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        eprintln!("sextant: a TLS provider was installed already");
        return std::process::ExitCode::FAILURE;
    }
    match commands::Cli::parse().run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sextant: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
