//! From a stream to a connection that is signed in: greeting, TLS, password.

use std::{collections::HashMap, sync::Arc};

use mysql_common::{
    auth::plugins::{AuthProc, ChallengeResponsePlugin as _, Context, Response},
    constants::CapabilityFlags,
    io::ParseBuf,
    packets::{AuthPlugin, AuthSwitchRequest, HandshakePacket, HandshakeResponse, SslRequest},
};
use rustls::{ClientConfig, pki_types::ServerName};
use tokio_rustls::TlsConnector;

use super::{
    errors::Failure,
    options::{Options, Tls},
    wire::{Stream, Wire},
};

/// What we can do, and how we talk: the protocol of MySQL 4.1, and the result sets of 5.7 where the server has them.
/// Never here: CLIENT_LOCAL_FILES, with which a server may ask for our files, and CLIENT_MULTI_STATEMENTS.
const CAPABILITIES: CapabilityFlags = CapabilityFlags::CLIENT_LONG_PASSWORD
    .union(CapabilityFlags::CLIENT_LONG_FLAG)
    .union(CapabilityFlags::CLIENT_PROTOCOL_41)
    .union(CapabilityFlags::CLIENT_TRANSACTIONS)
    .union(CapabilityFlags::CLIENT_SECURE_CONNECTION)
    .union(CapabilityFlags::CLIENT_PLUGIN_AUTH)
    .union(CapabilityFlags::CLIENT_PLUGIN_AUTH_LENENC_CLIENT_DATA)
    .union(CapabilityFlags::CLIENT_CONNECT_WITH_DB)
    .union(CapabilityFlags::CLIENT_CONNECT_ATTRS)
    .union(CapabilityFlags::CLIENT_DEPRECATE_EOF);

/// utf8mb4_general_ci, which every server of the last decade has.
const COLLATION: u8 = 45;
const LONGEST_PACKET: u32 = 1 << 30;

/// A connection that is signed in.
pub(super) struct SignedIn {
    pub wire: Wire,
    /// The connection's number on the server.
    pub id: u32,
    pub is_mariadb: bool,
    /// Whether columns and rows end with an old EOF packet.
    pub ends_with_eof: bool,
}

pub(super) async fn sign_in(stream: Box<dyn Stream>, options: &Options) -> Result<SignedIn, Failure> {
    let mut wire = Wire::new(stream);
    let packet = wire.read().await?;
    if packet.first() == Some(&0xff) {
        return Err(Failure::of_packet(&packet, false));
    }
    let greeting = ParseBuf(&packet).parse::<HandshakePacket<'_>>(()).map_err(|_| Failure::Protocol)?;
    let mut capabilities = greeting.capabilities() & CAPABILITIES;
    if options.database.is_none() {
        capabilities.remove(CapabilityFlags::CLIENT_CONNECT_WITH_DB);
    }
    let can_tls = greeting.capabilities().contains(CapabilityFlags::CLIENT_SSL);
    let tls = match &options.tls {
        Tls::Always(_) if !can_tls => {
            let message =
                "The server does not speak TLS. Set TLS to “Never” or “If the server can”, or turn TLS on there.";
            return Err(Failure::Tls(message.to_owned()));
        }
        Tls::Always(config) => Some(config),
        Tls::IfTheServerCan(config) => Some(config).filter(|_| can_tls),
        Tls::Never => None,
    };
    if let Some(config) = tls {
        capabilities.insert(CapabilityFlags::CLIENT_SSL);
        wire.write_struct(&SslRequest::new(capabilities, LONGEST_PACKET, COLLATION)).await?;
        wire = encrypted(wire, config, &options.host).await?;
    }

    let who = Who {
        password: options.password.as_bytes(),
        scramble: greeting.nonce(),
        is_encrypted: tls.is_some(),
        may_tell: matches!(options.tls, Tls::Always(_)),
    };
    let plugin = greeting.auth_plugin_name_ref().map(AuthPlugin::from_bytes).unwrap_or(AuthPlugin::MysqlNativePassword);
    let (plugin, mut proof) = first_proof(plugin);
    let response = run(&mut proof, &who, &who.scramble)?;
    let attributes = HashMap::from([("program_name".to_owned(), "sextant".to_owned())]);
    let attributes = Some(attributes).filter(|_| capabilities.contains(CapabilityFlags::CLIENT_CONNECT_ATTRS));
    let (version, id) = (greeting.server_version_parsed().unwrap_or((5, 7, 0)), greeting.connection_id());
    wire.write_struct(&HandshakeResponse::new(
        Some(response.data().unwrap_or_default()),
        version,
        Some(options.username.as_bytes()),
        options.database.as_deref().map(str::as_bytes),
        Some(plugin),
        capabilities,
        attributes,
        LONGEST_PACKET,
    ))
    .await?;
    prove(&mut wire, who, proof).await?;
    let is_mariadb = greeting.server_version_str().to_ascii_lowercase().contains("mariadb");
    let ends_with_eof = !capabilities.contains(CapabilityFlags::CLIENT_DEPRECATE_EOF);
    Ok(SignedIn { wire, id, is_mariadb, ends_with_eof })
}

async fn encrypted(wire: Wire, config: &Arc<ClientConfig>, host: &str) -> Result<Wire, Failure> {
    let (stream, sequence) = wire.into_stream()?;
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| Failure::Tls(format!("\"{host}\" is no name that a certificate can have.")))?;
    let stream = TlsConnector::from(config.clone()).connect(name, stream).await?;
    Ok(Wire::go_on(Box::new(stream), sequence))
}

/// The server's default way, where it is one of the two that begin with a scramble; the server asks for another if it must.
fn first_proof(plugin: AuthPlugin<'_>) -> (AuthPlugin<'_>, AuthProc) {
    match plugin {
        AuthPlugin::CachingSha2Password => (plugin, AuthProc::CachingSha2Password(Default::default())),
        _ => (AuthPlugin::MysqlNativePassword, AuthProc::MysqlNativePassword(Default::default())),
    }
}

/// Question and answer until the server is content.
async fn prove(wire: &mut Wire, mut who: Who<'_>, mut proof: AuthProc) -> Result<(), Failure> {
    loop {
        let packet = wire.read().await?;
        match packet.first() {
            Some(0x00) => return Ok(()),
            Some(0xff) => return Err(Failure::of_packet(&packet, true)),
            Some(0xfe) => {
                let request = ParseBuf(&packet).parse::<AuthSwitchRequest<'_>>(()).map_err(|_| Failure::Protocol)?;
                proof = other_proof(&request.auth_plugin(), who.may_tell)?;
                who.scramble = request.plugin_data().to_vec();
                let response = run(&mut proof, &who, &who.scramble)?;
                wire.write(response.data().unwrap_or_default()).await?;
            }
            Some(0x01) => {
                let response = run(&mut proof, &who, &packet[1..])?;
                if let Some(data) = response.data() {
                    wire.write(data).await?;
                }
            }
            _ => return Err(Failure::Protocol),
        }
    }
}

fn other_proof(plugin: &AuthPlugin<'_>, may_tell: bool) -> Result<AuthProc, Failure> {
    let name = || String::from_utf8_lossy(plugin.as_bytes()).into_owned();
    match plugin {
        // Whoever stands between could ask for it, too, where TLS is used only if the server can.
        AuthPlugin::MysqlClearPassword if !may_tell => {
            Err(Failure::Auth("The server asks for the password in clear. Set TLS to “Always”.".to_owned()))
        }
        AuthPlugin::MysqlOldPassword => Err(Failure::Auth(
            "The server keeps this password in the format of MySQL 4.0. Set it anew there.".to_owned(),
        )),
        _ => plugin.init().map_err(|_| {
            Failure::Auth(format!("The server wants to know the user by “{}”, which Sextant does not speak.", name()))
        }),
    }
}

fn run(proof: &mut AuthProc, who: &Who<'_>, challenge: &[u8]) -> Result<Response, Failure> {
    proof.run(who, challenge).map_err(|error| Failure::Auth(format!("The sign-in failed: {error}.")))
}

struct Who<'a> {
    password: &'a [u8],
    scramble: Vec<u8>,
    is_encrypted: bool,
    /// Whether the password itself may go over the wire.
    may_tell: bool,
}

impl Context for &Who<'_> {
    fn pass(&self) -> &[u8] {
        self.password
    }

    fn is_ipc_transport(&self) -> bool {
        false
    }

    fn is_tls_transport(&self) -> bool {
        self.is_encrypted
    }

    fn scramble(&self) -> &[u8] {
        &self.scramble
    }

    fn server_key_pem(&self) -> Option<&[u8]> {
        None
    }
}
