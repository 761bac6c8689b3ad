//! Packets on a stream: three bytes of length, one of sequence, then what is said.

use std::io;

use bytes::{Buf as _, Bytes, BytesMut};
use futures::FutureExt as _;
use mysql_common::proto::MySerialize;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// A longer packet is cut in pieces of this size, and the last piece is shorter.
const LONGEST_PIECE: usize = 0xFF_FFFF;
const READ_AHEAD: usize = 64 << 10;

pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

pub(super) struct Wire {
    stream: Box<dyn Stream>,
    buffer: BytesMut,
    sequence: u8,
}

impl Wire {
    pub fn new(stream: Box<dyn Stream>) -> Self {
        Self { stream, buffer: BytesMut::new(), sequence: 0 }
    }

    /// The same conversation, on a stream made of this one.
    ///
    /// # Errors
    /// Bytes that were read too early: what is said in clear must not count as said in secret.
    pub fn into_stream(self) -> io::Result<(Box<dyn Stream>, u8)> {
        match self.buffer.is_empty() {
            true => Ok((self.stream, self.sequence)),
            false => Err(io::Error::other("the server spoke before TLS was agreed")),
        }
    }

    pub fn go_on(stream: Box<dyn Stream>, sequence: u8) -> Self {
        Self { sequence, ..Self::new(stream) }
    }

    /// The next packet.
    pub async fn read(&mut self) -> io::Result<Bytes> {
        let (first, is_whole) = self.piece().await?;
        if is_whole {
            return Ok(first);
        }
        let mut packet = BytesMut::from(first);
        loop {
            let (piece, is_last) = self.piece().await?;
            packet.extend_from_slice(&piece);
            if is_last {
                return Ok(packet.freeze());
            }
        }
    }

    /// One piece, and whether the packet ends with it.
    async fn piece(&mut self) -> io::Result<(Bytes, bool)> {
        self.fill(4).await?;
        let length = usize::from(self.buffer[0]) | usize::from(self.buffer[1]) << 8 | usize::from(self.buffer[2]) << 16;
        self.sequence = self.buffer[3].wrapping_add(1);
        self.fill(4 + length).await?;
        self.buffer.advance(4);
        Ok((self.buffer.split_to(length).freeze(), length < LONGEST_PIECE))
    }

    async fn fill(&mut self, wanted: usize) -> io::Result<()> {
        while self.buffer.len() < wanted {
            self.buffer.reserve(READ_AHEAD.max(wanted - self.buffer.len()));
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }

    /// An answer within a conversation.
    pub async fn write(&mut self, packet: &[u8]) -> io::Result<()> {
        let mut framed = Vec::with_capacity(packet.len() + 4);
        let mut pieces: Vec<&[u8]> = packet.chunks(LONGEST_PIECE).collect();
        if packet.len().is_multiple_of(LONGEST_PIECE) {
            pieces.push(&[]);
        }
        for piece in pieces {
            let length = piece.len() as u32;
            framed.extend_from_slice(&length.to_le_bytes()[..3]);
            framed.push(self.sequence);
            framed.extend_from_slice(piece);
            self.sequence = self.sequence.wrapping_add(1);
        }
        self.stream.write_all(&framed).await?;
        self.stream.flush().await
    }

    pub async fn write_struct(&mut self, packet: &impl MySerialize) -> io::Result<()> {
        let mut bytes = Vec::new();
        packet.serialize(&mut bytes);
        self.write(&bytes).await
    }

    /// The first word of a conversation.
    pub async fn command(&mut self, packet: &[u8]) -> io::Result<()> {
        self.sequence = 0;
        self.write(packet).await
    }

    /// Whether the server has hung up, or said its last word unasked.
    pub fn is_closed(&mut self) -> bool {
        !self.buffer.is_empty() || self.stream.read_buf(&mut self.buffer).now_or_never().is_some()
    }

    /// A last word, if it can be said at once.
    pub fn quit(&mut self, packet: &[u8]) {
        let _ = self.command(packet).now_or_never();
    }

    /// Reads until the server hangs up, and throws away what comes.
    pub async fn drain(&mut self) {
        loop {
            self.buffer.clear();
            self.buffer.reserve(READ_AHEAD);
            if !matches!(self.stream.read_buf(&mut self.buffer).await, Ok(count) if count > 0) {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn packets_of_every_length_arrive_whole() {
        for length in [0, 1, LONGEST_PIECE - 1, LONGEST_PIECE, LONGEST_PIECE + 5] {
            let (ours, theirs) = tokio::io::duplex(1 << 20);
            let (mut ours, mut theirs) = (Wire::new(Box::new(ours)), Wire::new(Box::new(theirs)));
            let packet: Vec<u8> = (0..length).map(|n| n as u8).collect();
            let (written, read) = tokio::join!(ours.command(&packet), theirs.read());
            written.unwrap();
            assert!(read.unwrap() == packet, "{length}");
            assert!(!theirs.is_closed());
            drop(ours);
            assert!(theirs.is_closed());
        }
    }
}
