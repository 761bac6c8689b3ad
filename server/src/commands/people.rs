//! Users, from the command line.

use anyhow::Result;
use sx_service::{Caller, Service};

use crate::{config::Config, start::open_service};

pub async fn create_admin(config: &Config, username: &str, email: &str, password: Option<&str>) -> Result<()> {
    let service = open_service(config).await?;
    make_admin(&service, username, email, password).await
}

/// A password that was made here is printed once and kept nowhere.
pub async fn make_admin(service: &Service, username: &str, email: &str, password: Option<&str>) -> Result<()> {
    let made = service.create_admin(&Caller::operator(), username, email, password).await?;
    say_made(username, made);
    Ok(())
}

pub async fn create_user(
    config: &Config,
    username: &str,
    email: &str,
    password: Option<&str>,
    roles: &[String],
) -> Result<()> {
    let service = open_service(config).await?;
    let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
    let made = service.create_user(&Caller::operator(), username, email, password, &roles).await?;
    say_made(username, made);
    Ok(())
}

fn say_made(username: &str, password: Option<String>) {
    match password {
        Some(password) => println!("The user “{username}” was made. Its password, shown this once: {password}"),
        None => println!("The user “{username}” was made."),
    }
}

pub async fn reset_password(config: &Config, username: &str, password: Option<&str>) -> Result<()> {
    let service = open_service(config).await?;
    match service.reset_password(&Caller::operator(), username, password).await? {
        Some(made) => println!("The new password of “{username}”, shown this once: {made}"),
        None => println!("“{username}” has a new password."),
    }
    Ok(())
}
