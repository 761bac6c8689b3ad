//! Texts of any of the encodings as UTF-8, a piece at a time.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use encoding_rs::{Decoder, DecoderResult, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{error::IngestError, options::Encoding};

const PIECE: usize = 64 << 10;

/// What a byte order mark says, or else what a person says, or else UTF-8.
pub(super) fn encoding_of(path: &Path, chosen: Option<Encoding>) -> Result<Encoding, IngestError> {
    let mut head = [0; 3];
    let length = File::open(path)?.take(3).read(&mut head)?;
    Ok(match &head[..length] {
        [0xFF, 0xFE, ..] => Encoding::Utf16Le,
        [0xFE, 0xFF, ..] => Encoding::Utf16Be,
        [0xEF, 0xBB, 0xBF] => Encoding::Utf8,
        _ => chosen.unwrap_or(Encoding::Utf8),
    })
}

/// Reads a file as UTF-8, without its byte order mark. What is not in its encoding is an error that says what to do.
pub(super) struct Utf8 {
    file: File,
    decoder: Decoder,
    encoding: Encoding,
    input: Vec<u8>,
    input_at: usize,
    input_end: usize,
    output: Vec<u8>,
    output_at: usize,
    is_at_end: bool,
    is_done: bool,
}

impl Utf8 {
    pub fn open(path: &Path, chosen: Option<Encoding>) -> Result<Self, IngestError> {
        let encoding = encoding_of(path, chosen)?;
        let decoder = match encoding {
            Encoding::Utf8 => UTF_8,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
            Encoding::Windows1252 => WINDOWS_1252,
        };
        Ok(Self {
            file: File::open(path)?,
            decoder: decoder.new_decoder_with_bom_removal(),
            encoding,
            input: vec![0; PIECE],
            input_at: 0,
            input_end: 0,
            output: Vec::with_capacity(PIECE),
            output_at: 0,
            is_at_end: false,
            is_done: false,
        })
    }

    fn refill(&mut self) -> io::Result<()> {
        if self.input_at == self.input_end && !self.is_at_end {
            self.input_at = 0;
            self.input_end = self.file.read(&mut self.input)?;
            self.is_at_end = self.input_end == 0;
        }
        self.output.resize(PIECE, 0);
        let input = &self.input[self.input_at..self.input_end];
        let (result, read, written) =
            self.decoder.decode_to_utf8_without_replacement(input, &mut self.output, self.is_at_end);
        self.input_at += read;
        self.output.truncate(written);
        self.output_at = 0;
        match result {
            DecoderResult::Malformed(..) => Err(self.refusal().into()),
            DecoderResult::InputEmpty => {
                self.is_done = self.is_at_end;
                Ok(())
            }
            DecoderResult::OutputFull => Ok(()),
        }
    }

    fn refusal(&self) -> IngestError {
        let name = match self.encoding {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
            Encoding::Windows1252 => "Windows-1252",
        };
        IngestError::new(format!("The text is not {name}. Choose its encoding, for example Windows-1252."))
    }
}

impl Read for Utf8 {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.output_at == self.output.len() && !self.is_done {
            self.refill()?;
        }
        let ready = &self.output[self.output_at..];
        let length = ready.len().min(buffer.len());
        buffer[..length].copy_from_slice(&ready[..length]);
        self.output_at += length;
        Ok(length)
    }
}

/// What a text looks like in an encoding; for tests of files that other programs write.
#[cfg(test)]
pub(super) fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Encoding::Windows1252 => {
            let mut encoder = WINDOWS_1252.new_encoder();
            let mut bytes = vec![0; text.len() * 2 + 64];
            let (result, _, written, _unmapped) = encoder.encode_from_utf8(text, &mut bytes, true);
            assert_eq!(result, encoding_rs::CoderResult::InputEmpty);
            bytes.truncate(written);
            bytes
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], chosen: Option<Encoding>) -> Result<String, String> {
        let path = std::env::temp_dir().join(format!("sx-decode-{}", uuid::Uuid::new_v4()));
        std::fs::write(&path, bytes).unwrap();
        let mut text = String::new();
        let read = Utf8::open(&path, chosen).unwrap().read_to_string(&mut text);
        std::fs::remove_file(&path).unwrap();
        read.map(|_| text).map_err(|error| IngestError::from(error).0)
    }

    #[test]
    fn each_encoding_becomes_the_same_text() {
        let text = "naïve – €\n".repeat(20_000);
        for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1252] {
            assert!(decoded(&encoded(&text, encoding), Some(encoding)).as_deref() == Ok(&text), "{encoding:?}");
        }
        for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
            let with_mark = encoded(&format!("\u{feff}{text}"), encoding);
            assert!(decoded(&with_mark, None).as_deref() == Ok(&text), "{encoding:?} by its mark");
        }
    }

    #[test]
    fn what_is_in_another_encoding_is_told() {
        let latin = encoded("naïve", Encoding::Windows1252);
        insta::assert_snapshot!(decoded(&latin, None).unwrap_err(), @"The text is not UTF-8. Choose its encoding, for example Windows-1252.");
        assert!(decoded(&[0x61, 0xC3], None).is_err(), "cut off in the middle of a character");
    }
}
