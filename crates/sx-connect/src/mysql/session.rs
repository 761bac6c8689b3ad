//! One connection: its settings, and the statements that it has prepared.

use std::time::Duration;

use bytes::Bytes;
use mysql_common::{
    Value,
    io::ParseBuf,
    packets::{Column, ComStmtClose, ComStmtExecuteRequestBuilder, StmtPacket},
    proto::MySerialize,
};
use tokio::time::timeout;

use super::{
    errors::{Failure, connect_error},
    handshake::SignedIn,
    options::Options,
    reach::{reach, reach_again},
    statements::{Statement, Statements},
    wire::Wire,
};
use crate::{
    ConnectError,
    pool::{self, PROOF_TIMEOUT},
    tunnel::SshSession,
};

const COM_QUIT: u8 = 0x01;
const COM_QUERY: u8 = 0x03;
const COM_PING: u8 = 0x0e;
const COM_STMT_PREPARE: u8 = 0x16;

/// How long the server may take to hear of a cancellation.
const CANCEL_TIMEOUT: Duration = Duration::from_secs(3);
/// Between one time and the next, doubled each time.
const CANCEL_PAUSE: Duration = Duration::from_millis(100);
/// All of it. A server that cannot even be told must not keep its place in the pool for longer than others wait for one.
const CANCEL_LONGEST: Duration = Duration::from_secs(5);

/// Our own limit comes first, and with it our sentence; the server's is there for when we are not.
const GRACE: Duration = Duration::from_secs(1);

/// What every statement may count on, whatever the server's own settings are: a moment means the same everywhere, and SQL is
/// read as it was checked and written, with backslashes that escape, and with double quotes that are those of texts. Of the
/// server's modes one stays, which refuses questions whose answer would be arbitrary; not on MariaDB, where it refuses
/// `SELECT f(a) … GROUP BY f(a)`, too. A slow reader may pause for a while.
const SETTINGS: &str = "SET SESSION time_zone = '+00:00', net_write_timeout = 600, sql_mode = \
    IF(FIND_IN_SET('ONLY_FULL_GROUP_BY', @@sql_mode) AND VERSION() NOT LIKE '%MariaDB%', 'ONLY_FULL_GROUP_BY', '')";

pub(super) struct Session {
    wire: Wire,
    /// The connection's number on the server.
    id: u32,
    is_mariadb: bool,
    ends_with_eof: bool,
    /// The SSH session that carries this connection, if one does; it ends with it.
    tunnel: Option<SshSession>,
    statements: Statements,
    /// The time that the server gives a statement now.
    time_limit: Option<Duration>,
}

impl Session {
    /// Runs the statement; what follows are its rows. Gives its columns: none, when it has no rows at all.
    pub async fn execute(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Column>, Failure> {
        let statement = self.prepare(sql).await?;
        if usize::from(statement.params) != params.len() {
            let message = format!("expected {} parameters but got {}", statement.params, params.len());
            return Err(Failure::Server { code: 0, message });
        }
        let (request, too_long) = ComStmtExecuteRequestBuilder::new(statement.id).build(params);
        if too_long {
            return Err(Failure::Server { code: 0, message: "The values in the question are too long.".to_owned() });
        }
        let mut packet = Vec::new();
        request.serialize(&mut packet);
        self.wire.command(&packet).await?;
        self.columns().await
    }

    /// The next row, or `None` after the last.
    pub async fn row(&mut self) -> Result<Option<Bytes>, Failure> {
        let packet = self.wire.read().await?;
        match packet.first() {
            Some(0x00) => Ok(Some(packet)),
            Some(0xfe) => Ok(None),
            Some(0xff) => Err(Failure::of_packet(&packet, true)),
            _ => Err(Failure::Protocol),
        }
    }

    /// How long the server itself lets a statement run.
    pub async fn limit_time(&mut self, limit: Duration) -> Result<(), Failure> {
        // More than a year is as good as without a limit, and MySQL counts milliseconds in 32 bits.
        let limit = (limit + GRACE).min(Duration::from_secs(24 * 24 * 3600));
        if self.time_limit == Some(limit) {
            return Ok(());
        }
        let sql = match self.is_mariadb {
            true => format!("SET SESSION max_statement_time = {}", limit.as_secs_f64()),
            false => format!("SET SESSION max_execution_time = {}", limit.as_millis()),
        };
        match self.command(&sql).await {
            // An old server has no such limit; ours is enough.
            Ok(()) | Err(Failure::Server { .. }) => self.time_limit = Some(limit),
            Err(failure) => return Err(failure),
        }
        Ok(())
    }

    async fn prepare(&mut self, sql: &str) -> Result<Statement, Failure> {
        if let Some(known) = self.statements.get(sql) {
            return Ok(known);
        }
        if let Some(oldest) = self.statements.make_room() {
            let mut packet = Vec::new();
            ComStmtClose::new(oldest.id).serialize(&mut packet);
            self.wire.command(&packet).await?;
        }
        self.wire.command(&with_code(COM_STMT_PREPARE, sql)).await?;
        let packet = self.reply().await?;
        let answer = ParseBuf(&packet).parse::<StmtPacket>(()).map_err(|_| Failure::Protocol)?;
        let statement = Statement { id: answer.statement_id(), params: answer.num_params() };
        for described in [answer.num_params(), answer.num_columns()] {
            for _ in 0..described {
                self.wire.read().await?;
            }
            if described > 0 && self.ends_with_eof {
                self.wire.read().await?;
            }
        }
        self.statements.add(sql, statement);
        Ok(statement)
    }

    async fn columns(&mut self) -> Result<Vec<Column>, Failure> {
        let packet = self.reply().await?;
        let count = match packet[0] {
            0x00 => return Ok(Vec::new()),
            // Files of ours were asked for.
            0xfb => return Err(Failure::Protocol),
            count @ 0x01..=0xfa => usize::from(count),
            0xfc if packet.len() >= 3 => usize::from(u16::from_le_bytes([packet[1], packet[2]])),
            _ => return Err(Failure::Protocol),
        };
        let mut columns = Vec::with_capacity(count);
        for _ in 0..count {
            let packet = self.wire.read().await?;
            columns.push(ParseBuf(&packet).parse::<Column>(()).map_err(|_| Failure::Protocol)?);
        }
        if self.ends_with_eof {
            self.wire.read().await?;
        }
        Ok(columns)
    }

    /// A statement that answers with success and nothing else.
    async fn command(&mut self, sql: &str) -> Result<(), Failure> {
        self.wire.command(&with_code(COM_QUERY, sql)).await?;
        match self.reply().await?[0] {
            0x00 => Ok(()),
            _ => Err(Failure::Protocol),
        }
    }

    /// A packet that is no error, and not empty.
    async fn reply(&mut self) -> Result<Bytes, Failure> {
        let packet = self.wire.read().await?;
        match packet.first() {
            Some(0xff) => Err(Failure::of_packet(&packet, true)),
            Some(_) => Ok(packet),
            None => Err(Failure::Protocol),
        }
    }

    /// Closing alone would not do: a server looks at its connection only when it has something to send. So another connection
    /// tells it to end this one and what it does: whatever that is by now, there is no other question that it could hit.
    async fn end(&mut self, options: &Options) {
        for attempt in 0.. {
            match timeout(CANCEL_TIMEOUT, kill(self.id, options, self.tunnel.as_ref())).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(error, "a query could not be cancelled"),
                Err(_) => tracing::warn!("a query could not be cancelled: the server did not answer"),
            }
            if timeout(CANCEL_PAUSE * 2u32.pow(attempt), self.wire.drain()).await.is_ok() {
                return;
            }
        }
    }

    fn new(signed_in: SignedIn, tunnel: Option<SshSession>) -> Self {
        let SignedIn { wire, id, is_mariadb, ends_with_eof } = signed_in;
        Self { wire, id, is_mariadb, ends_with_eof, tunnel, statements: Statements::default(), time_limit: None }
    }

    async fn settle(&mut self) -> Result<(), Failure> {
        self.command(SETTINGS).await?;
        // Sextant only reads.
        self.command("SET SESSION TRANSACTION READ ONLY").await
    }
}

/// Servers count and log connections that end without a word.
impl Drop for Session {
    fn drop(&mut self) {
        self.wire.quit(&[COM_QUIT]);
    }
}

impl pool::Session for Session {
    type Options = Options;

    fn connect_timeout(options: &Options) -> Duration {
        options.connect_timeout
    }

    async fn open(options: &Options) -> Result<Self, ConnectError> {
        let (signed_in, tunnel) = reach(options).await?;
        let mut session = Self::new(signed_in, tunnel);
        match timeout(options.connect_timeout, session.settle()).await {
            Ok(settled) => settled.map_err(|failure| connect_error(&failure, &options.address))?,
            Err(_) => return Err(connect_error(&Failure::Io(std::io::ErrorKind::TimedOut.into()), &options.address)),
        }
        Ok(session)
    }

    fn is_closed(&mut self) -> bool {
        self.wire.is_closed()
    }

    async fn is_alive(&mut self) -> bool {
        let asking = async {
            self.wire.command(&[COM_PING]).await?;
            self.reply().await
        };
        matches!(timeout(PROOF_TIMEOUT, asking).await, Ok(Ok(_)))
    }

    async fn cancel(mut self, options: &Options) {
        if timeout(CANCEL_LONGEST, self.end(options)).await.is_err() {
            tracing::warn!("a cancelled query did not end; its connection is closed");
        }
    }
}

async fn kill(id: u32, options: &Options, tunnel: Option<&SshSession>) -> Result<(), String> {
    /// ER_NO_SUCH_THREAD: it is gone already.
    const GONE: u16 = 1094;
    let signed_in = reach_again(options, tunnel).await.map_err(|error| error.message)?;
    match Session::new(signed_in, None).command(&format!("KILL {id}")).await {
        Ok(()) | Err(Failure::Server { code: GONE, .. }) => Ok(()),
        Err(failure) => Err(failure.to_string()),
    }
}

fn with_code(code: u8, sql: &str) -> Vec<u8> {
    [&[code], sql.as_bytes()].concat()
}
