//! Places as people write them: `41.5 N, 81 W`, `23 26m 22s N 23 27m 30s E 21.0mi`.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::frame::{Frame, Series, problem};
use super::options::read;
use crate::{Kind, QueryError, Values};

pub(super) struct GeodeticParse;

const NAME: &str = "geodetic_parse";
/// No place needs more letters; every letter may be the first one, so longer texts would cost their square.
const MOST_LETTERS: usize = 256;

#[derive(Deserialize)]
struct Options {
    geodetic: String,
    longitude: String,
    latitude: String,
    altitude: Option<String>,
}

impl PostOperation for GeodeticParse {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        let wrong = || problem(NAME, "Invalid geodetic string");
        let Values::Text(texts) = &frame.column(NAME, &options.geodetic)?.values else { return Err(wrong()) };
        let points: Option<Vec<Point>> = texts.iter().map(|text| parse(text.as_deref()?)).collect();
        let points = points.ok_or_else(wrong)?;
        let mut put = |name: &str, number: fn(&Point) -> f64| {
            let values = points.iter().map(|point| Some(number(point))).collect();
            frame.put(Series::new(name, Kind::Numeric, Values::Float(values)));
        };
        put(&options.latitude, |point| point.latitude);
        put(&options.longitude, |point| point.longitude);
        if let Some(altitude) = options.altitude.as_deref().filter(|name| !name.is_empty()) {
            put(altitude, |point| point.altitude);
        }
        Ok(frame)
    }
}

/// Degrees, and kilometres above the ground.
struct Point {
    latitude: f64,
    longitude: f64,
    altitude: f64,
}

/// Words may stand before the place, so the first letter that a place can begin with is looked for.
fn parse(text: &str) -> Option<Point> {
    if text.chars().count() > MOST_LETTERS {
        return None;
    }
    let found = text.char_indices().find_map(|(start, _)| Reader { rest: &text[start..] }.point())?;
    let is_sound = found.latitude.abs() <= 90.0 && found.longitude.is_finite() && found.altitude.is_finite();
    is_sound.then(|| Point { longitude: normalized(found.longitude), ..found })
}

/// Once around the world is nowhere.
fn normalized(longitude: f64) -> f64 {
    if longitude.abs() <= 180.0 { longitude } else { (longitude + 180.0).rem_euclid(360.0) - 180.0 }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn point(mut self) -> Option<Point> {
        let latitude = self.angle(['N', 'S'])?;
        self.separator()?;
        let longitude = self.angle(['E', 'W'])?;
        let mut ahead = self;
        let altitude = match ahead.separator().and_then(|()| ahead.altitude()) {
            Some(altitude) => {
                self = ahead;
                altitude
            }
            None => 0.0,
        };
        self.rest.trim().is_empty().then_some(Point { latitude, longitude, altitude })
    }

    /// Degrees, minutes, seconds and a direction in front or behind; only the degrees must be there.
    fn angle(&mut self, directions: [char; 2]) -> Option<f64> {
        let front = self.take(&directions);
        self.spaces();
        let is_negative = self.sign();
        let mut angle = self.number()?;
        if self.take(&['°', 'D', '*']).is_some() || self.rest.starts_with(char::is_whitespace) {
            let mut after = *self;
            after.spaces();
            angle += after.part(&['′', '\'', 'm']).map_or(0.0, |minutes| minutes / 60.0);
            angle += after.part(&['″', '"', 's']).map_or(0.0, |seconds| seconds / 3600.0);
            if after.rest.starts_with(directions) || after.rest.len() < self.rest.trim_start().len() {
                *self = after;
            }
        }
        let direction = self.take(&directions).or(front);
        let is_opposite = direction == Some(directions[1]);
        Some(if is_negative != is_opposite { -angle } else { angle })
    }

    /// A number that one of the marks follows.
    fn part(&mut self, marks: &[char]) -> Option<f64> {
        let mut ahead = *self;
        let number = ahead.number()?;
        ahead.take(marks)?;
        // Two small strokes are seconds, not minutes.
        if marks.contains(&'\'') && ahead.rest.starts_with('\'') {
            return None;
        }
        ahead.spaces();
        *self = ahead;
        Some(number)
    }

    /// In kilometres; without a unit it is in kilometres.
    fn altitude(&mut self) -> Option<f64> {
        let is_negative = self.sign();
        let number = self.number()?;
        self.spaces();
        let units = [("km", 1.0), ("mi", 1.609344), ("nmi", 1.852), ("nm", 1.852), ("ft", 0.0003048), ("m", 0.001)];
        let unit = units.iter().find(|(name, _)| self.rest.starts_with(name));
        let kilometres = match unit {
            Some((name, kilometres)) => {
                self.rest = &self.rest[name.len()..];
                *kilometres
            }
            None => 1.0,
        };
        Some(if is_negative { -number * kilometres } else { number * kilometres })
    }

    /// A comma, a semicolon, a slash or a space.
    fn separator(&mut self) -> Option<()> {
        let before = self.rest.len();
        self.spaces();
        if self.take(&[',', ';', '/']).is_some() {
            self.spaces();
        }
        (self.rest.len() < before).then_some(())
    }

    fn number(&mut self) -> Option<f64> {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let whole = digits(self.rest);
        let fraction = self.rest[whole..].strip_prefix('.').map(digits).filter(|count| *count > 0);
        let end = whole + fraction.map_or(0, |count| count + 1);
        let number = self.rest[..end].parse().ok().filter(|_| whole > 0)?;
        self.rest = &self.rest[end..];
        Some(number)
    }

    fn sign(&mut self) -> bool {
        self.take(&['+', '-']) == Some('-')
    }

    fn take(&mut self, letters: &[char]) -> Option<char> {
        let first = self.rest.chars().next().filter(|first| letters.contains(first))?;
        self.rest = &self.rest[first.len_utf8()..];
        Some(first)
    }

    fn spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }
}
