//! What `sextant` can be told on the command line.

mod check;
mod export;
mod list;
pub mod people;

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use sx_model::AppError;
use sx_service::{Caller, ImportOptions};

use crate::{
    config::Config,
    start::{self, open_service},
    trace,
};

/// Pages are views in views: rendering a large dashboard without optimisations overflows the usual 2 MB. Only what is touched
/// is ever backed by memory.
const STACK_BYTES: usize = 8 << 20;

#[derive(Parser)]
#[command(name = "sextant", version, about = "Business intelligence: connect, describe, draw, share.")]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and the API (the default).
    Serve,
    /// Bring the metadata database up to date.
    Migrate,
    /// Make a user who may do everything.
    CreateAdmin {
        #[arg(long, default_value = "admin")]
        username: String,
        #[arg(long, default_value = "admin@localhost")]
        email: String,
        /// Without it a random one is made and printed once.
        #[arg(long, env = "SEXTANT_ADMIN_PASSWORD", hide_env_values = true)]
        password: Option<String>,
    },
    /// Make a user with these roles.
    CreateUser {
        username: String,
        #[arg(long, default_value = "")]
        email: String,
        /// Without it a random one is made and printed once.
        #[arg(long)]
        password: Option<String>,
        #[arg(long = "role", default_value = "Gamma")]
        roles: Vec<String>,
    },
    /// Set a new password; the user's sessions and tokens end.
    ResetPassword {
        username: String,
        /// Without it a random one is made and printed once.
        #[arg(long)]
        password: Option<String>,
    },
    /// Import dashboards that Superset exported.
    Import {
        file: PathBuf,
        /// Replace what is there already.
        #[arg(long)]
        overwrite: bool,
        /// JSON: file name in the archive to password, `{"databases/examples.yaml": "secret"}`.
        #[arg(long, env = "SEXTANT_IMPORT_PASSWORDS", hide_env_values = true)]
        passwords: Option<String>,
    },
    /// Export dashboards, with all that they stand on, as Superset reads it. Passwords stay here.
    Export {
        file: PathBuf,
        /// Id, UUID or slug; may come several times. All dashboards without it.
        #[arg(long = "dashboard", value_name = "ID_OR_SLUG")]
        dashboards: Vec<String>,
    },
    /// List what there is: id, name and a detail, with tabs between.
    List { kind: list::ListKind },
    /// Load the example dashboards and their data.
    LoadExamples,
    /// Point a database at another URI.
    SetDatabaseUri { database_name: String, uri: String },
    /// Say what is wrong with the settings and the connections.
    Check,
}

impl Cli {
    pub fn run(self) -> Result<()> {
        let config = Config::from_env()?;
        trace::init(config.log_format);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .thread_stack_size(STACK_BYTES)
            .build()
            .context("the runtime did not start")?;
        runtime.block_on(self.command.unwrap_or(Command::Serve).run(config))
    }
}

impl Command {
    async fn run(self, config: Config) -> Result<()> {
        let operator = Caller::operator();
        match self {
            Self::Serve => start::serve(config).await,
            Self::Migrate => {
                open_service(&config).await?;
                println!("The metadata database is up to date.");
                Ok(())
            }
            Self::CreateAdmin { username, email, password } => {
                people::create_admin(&config, &username, &email, password.as_deref()).await
            }
            Self::CreateUser { username, email, password, roles } => {
                people::create_user(&config, &username, &email, password.as_deref(), &roles).await
            }
            Self::ResetPassword { username, password } => {
                people::reset_password(&config, &username, password.as_deref()).await
            }
            Self::Import { file, overwrite, passwords } => {
                let bytes = std::fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
                let passwords = passwords.as_deref().map(serde_json::from_str).transpose();
                let passwords = passwords.context("--passwords is not a JSON object of texts")?.unwrap_or_default();
                let options = ImportOptions { overwrite, passwords, ..ImportOptions::default() };
                let imported = open_service(&config).await?.import_bundle(&operator, bytes, options).await;
                println!("{}", imported.map_err(with_extra)?);
                Ok(())
            }
            Self::Export { file, dashboards } => export::export(&config, &file, &dashboards).await,
            Self::List { kind } => list::list(&config, kind).await,
            Self::LoadExamples => {
                let imported = open_service(&config).await?.load_examples(&operator).await?;
                println!("{imported}");
                Ok(())
            }
            Self::SetDatabaseUri { database_name, uri } => {
                let service = open_service(&config).await?;
                let database = service.set_database_uri(&operator, &database_name, &uri).await?;
                println!("“{database_name}” now points at {}.", database.fields.sqlalchemy_uri);
                Ok(())
            }
            Self::Check => check::check(&config).await,
        }
    }
}

/// What the API puts beside the sentence: which file, and what of it.
fn with_extra(error: AppError) -> anyhow::Error {
    let extra: Vec<_> = error
        .extra
        .iter()
        .filter(|(name, _)| *name != "issue_codes")
        .map(|(name, said)| format!("\n  {name}: {said}"))
        .collect();
    anyhow::anyhow!("{error}{}", extra.concat())
}
