//! TLS as libpq's sslmodes mean it.

use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{
    ConnectError,
    tls::{TlsFiles, client_config},
};

/// With `checks`, the certificate must lead to a root: that of the file, or one that the system trusts.
pub(super) fn connector(checks: bool, root_file: Option<&str>) -> Result<MakeRustlsConnect, ConnectError> {
    let files = TlsFiles { root: root_file, own: None };
    Ok(MakeRustlsConnect::new(client_config(checks, &files)?))
}
