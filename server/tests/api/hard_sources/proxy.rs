//! A way to a server that fails as networks and servers do: it is cut, or it says nothing any longer.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{ReadHalf, WriteHalf},
    },
    sync::watch,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Relaying,
    /// All connections are closed, new ones at once.
    Cut,
    /// All connections stay open, and nothing is said on them any more, whatever comes later.
    Silent,
}

pub struct Proxy {
    /// `127.0.0.1:port`
    pub address: String,
    shared: Arc<Shared>,
}

struct Shared {
    to: String,
    mode: watch::Sender<Mode>,
    /// Bytes of answers that are still let through.
    left: AtomicI64,
    open: AtomicUsize,
}

impl Proxy {
    /// In front of a server, `host:port`.
    pub async fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let mode = watch::Sender::new(Mode::Relaying);
        let shared =
            Arc::new(Shared { to: server.to_owned(), mode, left: AtomicI64::new(i64::MAX), open: AtomicUsize::new(0) });
        let accepting = shared.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, accepting.clone()));
            }
        });
        Self { address, shared }
    }

    pub fn cut(&self) {
        self.shared.mode.send_replace(Mode::Cut);
    }

    pub fn silence(&self) {
        self.shared.mode.send_replace(Mode::Silent);
    }

    /// After so many bytes of answers, from now on.
    pub fn silence_after(&self, bytes: i64) {
        self.shared.left.store(bytes, Ordering::SeqCst);
    }

    /// For new connections; old ones stay as they are.
    pub fn come_back(&self) {
        self.shared.left.store(i64::MAX, Ordering::SeqCst);
        self.shared.mode.send_replace(Mode::Relaying);
    }

    /// Connections that the client holds.
    pub fn open(&self) -> usize {
        self.shared.open.load(Ordering::SeqCst)
    }
}

async fn serve(mut client: TcpStream, shared: Arc<Shared>) {
    shared.open.fetch_add(1, Ordering::SeqCst);
    let mut modes = shared.mode.subscribe();
    let mut is_over = false;
    if *modes.borrow_and_update() == Mode::Relaying {
        is_over = tokio::select! {
            () = relay(&mut client, &shared) => true,
            _ = modes.wait_for(|mode| *mode != Mode::Relaying) => false,
        };
    }
    let is_silent = *modes.borrow() == Mode::Silent;
    if is_silent && !is_over {
        // Until the client gives up.
        let mut unheard = [0; 4096];
        while matches!(client.read(&mut unheard).await, Ok(count) if count > 0) {}
    }
    shared.open.fetch_sub(1, Ordering::SeqCst);
}

async fn relay(client: &mut TcpStream, shared: &Shared) {
    let Ok(mut server) = TcpStream::connect(&shared.to).await else { return };
    let (from_client, to_client) = client.split();
    let (from_server, to_server) = server.split();
    let no_end = AtomicI64::new(i64::MAX);
    tokio::select! {
        () = copy(from_client, to_server, &no_end) => {}
        () = copy(from_server, to_client, &shared.left) => {
            if shared.left.load(Ordering::SeqCst) <= 0 {
                shared.mode.send_replace(Mode::Silent);
                // The mode takes it from here.
                std::future::pending::<()>().await;
            }
        }
    }
}

/// Until an end, or until nothing is left.
async fn copy(mut from: ReadHalf<'_>, mut to: WriteHalf<'_>, left: &AtomicI64) {
    let mut piece = [0; 4096];
    while let Ok(count) = from.read(&mut piece).await
        && count > 0
        && left.fetch_sub(count as i64, Ordering::SeqCst) > count as i64
        && to.write_all(&piece[..count]).await.is_ok()
    {}
}
