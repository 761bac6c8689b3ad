//! Places as short texts: each letter halves the box of the world five times.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::frame::{Frame, Series, problem};
use super::options::read;
use crate::{Kind, QueryError, Values};

const LETTERS: &[u8; 32] = b"0123456789bcdefghjkmnpqrstuvwxyz";
/// The letters of a geohash that is made here; longer ones are not read.
const LENGTH: usize = 12;

pub(super) struct GeohashDecode;
pub(super) struct GeohashEncode;

const DECODE: &str = "geohash_decode";
const ENCODE: &str = "geohash_encode";

#[derive(Deserialize)]
struct Options {
    geohash: String,
    longitude: String,
    latitude: String,
}

impl PostOperation for GeohashDecode {
    fn name(&self) -> &'static str {
        DECODE
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(DECODE, options)?;
        let wrong = || problem(DECODE, "Invalid geohash string");
        let Values::Text(texts) = &frame.column(DECODE, &options.geohash)?.values else { return Err(wrong()) };
        let decoded: Option<Vec<_>> = texts.iter().map(|text| decode(text.as_deref()?)).collect();
        let (latitudes, longitudes) = decoded.ok_or_else(wrong)?.into_iter().map(|(a, b)| (Some(a), Some(b))).unzip();
        frame.put(Series::new(&options.latitude, Kind::Numeric, Values::Float(latitudes)));
        frame.put(Series::new(&options.longitude, Kind::Numeric, Values::Float(longitudes)));
        Ok(frame)
    }
}

impl PostOperation for GeohashEncode {
    fn name(&self) -> &'static str {
        ENCODE
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(ENCODE, options)?;
        let latitudes = frame.column(ENCODE, &options.latitude)?.to_numbers();
        let longitudes = frame.column(ENCODE, &options.longitude)?.to_numbers();
        let encoded: Option<Vec<_>> =
            latitudes.into_iter().zip(longitudes).map(|(a, b)| encode(a?, b?).map(|text| Some(text.into()))).collect();
        let encoded = encoded.ok_or_else(|| problem(ENCODE, "Invalid longitude/latitude"))?;
        frame.put(Series::new(&options.geohash, Kind::String, Values::Text(encoded)));
        Ok(frame)
    }
}

/// The middle of the box: (latitude, longitude) in degrees.
fn decode(text: &str) -> Option<(f64, f64)> {
    if text.is_empty() || text.len() > LENGTH {
        return None;
    }
    let (mut latitude, mut longitude) = ((-90.0, 90.0), (-180.0, 180.0));
    let mut is_longitude = true;
    for letter in text.bytes() {
        let number = LETTERS.iter().position(|known| *known == letter.to_ascii_lowercase())?;
        for bit in (0..5).rev() {
            let side = if is_longitude { &mut longitude } else { &mut latitude };
            let middle = (side.0 + side.1) / 2.0;
            *side = if number >> bit & 1 == 1 { (middle, side.1) } else { (side.0, middle) };
            is_longitude = !is_longitude;
        }
    }
    Some(((latitude.0 + latitude.1) / 2.0, (longitude.0 + longitude.1) / 2.0))
}

fn encode(latitude: f64, longitude: f64) -> Option<String> {
    if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
        return None;
    }
    let mut sides = [(longitude, -180.0, 180.0), (latitude, -90.0, 90.0)];
    let mut text = String::with_capacity(LENGTH);
    for letter in 0..LENGTH {
        let mut number = 0;
        for bit in 0..5 {
            // Longitude and latitude take turns.
            let (value, low, high) = &mut sides[(letter * 5 + bit) % 2];
            let middle = (*low + *high) / 2.0;
            let is_above = *value >= middle;
            *(if is_above { low } else { high }) = middle;
            number = number << 1 | usize::from(is_above);
        }
        text.push(char::from(LETTERS[number]));
    }
    Some(text)
}
