//! An SSH server in this process that forwards to the test database. Its keys in `data/ssh` are for nothing else.
//!
//! The tests of the server use this file, too.

use std::{
    io,
    net::{Shutdown, TcpStream as StdStream},
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use russh::{
    Channel, ChannelOpenFailure, MethodKind, MethodSet,
    keys::{HashAlg, PrivateKey, PublicKey},
    server::{self, Auth, ChannelOpenHandle, Handler, Msg, Response, Session, VerifiedPublicKey},
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};

pub const USER: &str = "tunnel";
pub const PASSWORD: &str = "let me through";
/// The passphrase of the key `locked`.
pub const PASSPHRASE: &str = "open sesame";
/// A name that only this server knows: it is the test database.
pub const INSIDE: &str = "db.inside";
pub const INSIDE_PORT: u16 = 6432;

/// A key file of the tests.
pub fn ssh_key(name: &str) -> String {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().find(|folder| folder.join("crates").is_dir()).unwrap();
    std::fs::read_to_string(folder.join("crates/sx-connect/tests/data/ssh").join(name)).unwrap()
}

pub struct SshServer {
    pub port: u16,
    /// Its fingerprint.
    pub host_key: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    /// Address of the test database.
    target: String,
    may_not_forward: AtomicBool,
    asks_questions: AtomicBool,
    sockets: Mutex<Vec<StdStream>>,
    /// Passwords that somebody tried.
    tried: Mutex<Vec<String>>,
    forwarded: Mutex<Vec<(String, u32)>>,
}

impl SshServer {
    /// Forwards what asks for `INSIDE` to that address.
    pub async fn start(target: &str) -> Self {
        let key = PrivateKey::from_openssh(ssh_key("host")).unwrap();
        let host_key = key.public_key().fingerprint(HashAlg::Sha256).to_string();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State { target: target.to_owned(), ..State::default() });
        let config = Arc::new(server::Config {
            keys: vec![key],
            auth_rejection_time: Duration::from_millis(10),
            auth_rejection_time_initial: Some(Duration::ZERO),
            ..server::Config::default()
        });
        tokio::spawn(accept(listener, config, Arc::clone(&state)));
        Self { port, host_key, state }
    }

    pub fn forbid_forwarding(&self) {
        self.state.may_not_forward.store(true, Relaxed);
    }

    /// Takes passwords only as answers to a question.
    pub fn ask_questions(&self) {
        self.state.asks_questions.store(true, Relaxed);
    }

    /// As a restart would.
    pub fn drop_sessions(&self) {
        for socket in self.state.sockets.lock().unwrap().drain(..) {
            let _gone_already = socket.shutdown(Shutdown::Both);
        }
    }

    /// Sessions that the other side has not closed.
    pub fn open_sessions(&self) -> usize {
        let is_open = |socket: &StdStream| !matches!(socket.peek(&mut [0]), Ok(0));
        self.state.sockets.lock().unwrap().iter().filter(|socket| is_open(socket)).count()
    }

    pub fn sessions(&self) -> usize {
        self.state.sockets.lock().unwrap().len()
    }

    pub fn tried(&self) -> Vec<String> {
        self.state.tried.lock().unwrap().clone()
    }

    pub fn forwarded(&self) -> Vec<(String, u32)> {
        self.state.forwarded.lock().unwrap().clone()
    }
}

async fn accept(listener: TcpListener, config: Arc<server::Config>, state: Arc<State>) {
    while let Ok((socket, _)) = listener.accept().await {
        let socket = socket.into_std().unwrap();
        state.sockets.lock().unwrap().push(socket.try_clone().unwrap());
        let socket = TcpStream::from_std(socket).unwrap();
        let (config, visitor) = (Arc::clone(&config), Visitor(Arc::clone(&state)));
        tokio::spawn(async move {
            if let Ok(session) = server::run_stream(config, socket, visitor).await {
                let _how_it_ended = session.await;
            }
        });
    }
}

struct Visitor(Arc<State>);

impl Visitor {
    fn answer(&self, user: &str, password: &str) -> Auth {
        self.0.tried.lock().unwrap().push(password.to_owned());
        if user == USER && password == PASSWORD { Auth::Accept } else { Auth::reject() }
    }
}

impl Handler for Visitor {
    type Error = russh::Error;

    async fn auth_password(&mut self, user: &str, password: &str) -> Result<Auth, Self::Error> {
        if self.0.asks_questions.load(Relaxed) {
            let methods = MethodSet::from(&[MethodKind::KeyboardInteractive][..]);
            return Ok(Auth::Reject { proceed_with_methods: Some(methods), partial_success: false });
        }
        Ok(self.answer(user, password))
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _submethods: &str,
        response: Option<Response<'a>>,
    ) -> Result<Auth, Self::Error> {
        let Some(mut answers) = response else {
            let prompts = vec![("Password: ".into(), false)].into();
            return Ok(Auth::Partial { name: "".into(), instructions: "".into(), prompts });
        };
        let answer = answers.next().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Ok(self.answer(user, &answer.unwrap_or_default()))
    }

    async fn auth_publickey(&mut self, user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Self::Error> {
        let known = ["locked.pub", "rsa.pub"].map(|name| PublicKey::from_openssh(&ssh_key(name)).unwrap());
        let is_known = known.iter().any(|known| known.key_data() == key.public_key.key_data());
        Ok(if user == USER && is_known { Auth::Accept } else { Auth::reject() })
    }

    async fn channel_open_direct_tcpip(
        &mut self,
        channel: Channel<Msg>,
        host: &str,
        port: u32,
        _from: &str,
        _from_port: u32,
        reply: ChannelOpenHandle,
        _session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.0.forwarded.lock().unwrap().push((host.to_owned(), port));
        if self.0.may_not_forward.load(Relaxed) {
            reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
            return Ok(());
        }
        match connect(&self.0.target, host, port).await {
            Ok(mut socket) => {
                reply.accept().await;
                tokio::spawn(async move {
                    let _how_it_ended = copy_bidirectional(&mut channel.into_stream(), &mut socket).await;
                });
            }
            Err(_) => reply.reject(ChannelOpenFailure::ConnectFailed).await,
        }
        Ok(())
    }
}

async fn connect(target: &str, host: &str, port: u32) -> io::Result<TcpStream> {
    match host == INSIDE && port == u32::from(INSIDE_PORT) {
        true => TcpStream::connect(target).await,
        false => Err(io::ErrorKind::NotFound.into()),
    }
}
