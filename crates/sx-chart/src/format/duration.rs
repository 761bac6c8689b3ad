//! Milliseconds as words (`1h 2m 3.5s`) or with colons (`1:02:03.5`).

use super::digits::Digits;

/// With `sub`, milliseconds, microseconds and nanoseconds are words of their own.
pub(super) fn words(ms: f64, sub: bool) -> String {
    let sign = if ms < 0.0 { "-" } else { "" };
    let total = ms.abs();
    let whole = (total / 1000.0).floor();
    let mut parts = Vec::new();
    for (unit, seconds, within) in
        [("y", 31_536_000.0, f64::MAX), ("d", 86_400.0, 365.0), ("h", 3_600.0, 24.0), ("m", 60.0, 60.0)]
    {
        let count = (whole / seconds).floor() % within;
        if count > 0.0 {
            parts.push(format!("{count}{unit}"));
        }
    }
    let seconds = (total / 1000.0) % 60.0;
    if sub {
        parts.extend(sub_seconds(seconds.floor(), total % 1000.0));
    } else if total < 1000.0 {
        // Less than one is not nothing.
        let shown = if total >= 1.0 { (total + 0.5).floor() } else { total.ceil() };
        parts.extend((shown > 0.0).then(|| format!("{shown}ms")));
    } else {
        let text = trimmed(seconds);
        parts.extend((text != "0").then(|| format!("{text}s")));
    }
    if parts.is_empty() {
        parts.push("0ms".into());
    }
    format!("{sign}{}", parts.join(" "))
}

pub(super) fn colons(ms: f64) -> String {
    let sign = if ms < 0.0 { "-" } else { "" };
    let total = ms.abs() / 1000.0;
    let (days, hours, minutes) =
        ((total / 86_400.0).floor(), (total / 3_600.0).floor() % 24.0, (total / 60.0).floor() % 60.0);
    let seconds = trimmed(total % 60.0);
    let width = if seconds.contains('.') { 4 } else { 2 };
    let tail = format!("{seconds:0>width$}");
    if days > 0.0 {
        return format!("{sign}{days}:{hours:0>2}:{minutes:0>2}:{tail}");
    }
    if hours > 0.0 {
        return format!("{sign}{hours}:{minutes:0>2}:{tail}");
    }
    format!("{sign}{minutes}:{tail}")
}

fn sub_seconds(seconds: f64, ms: f64) -> impl Iterator<Item = String> {
    let micros = (ms.fract() * 1000.0).floor();
    let nanos = ((ms.fract() * 1000.0).fract() * 1000.0).round();
    [(seconds, "s"), (ms.floor(), "ms"), (micros, "µs"), (nanos, "ns")]
        .into_iter()
        .filter(|(count, _)| *count > 0.0)
        .map(|(count, unit)| format!("{count}{unit}"))
}

/// One digit behind the point, unless it is zero.
fn trimmed(seconds: f64) -> String {
    // Cut, not rounded: 59.96 seconds are not a minute.
    let cut = (seconds * 10.0 + 1e-7).floor() / 10.0;
    Digits::of(cut).fixed(1).trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(words(400.0, false), "400ms");
        assert_eq!(words(10_500.0, false), "10.5s");
        assert_eq!(words(3_723_000.0, false), "1h 2m 3s");
        assert_eq!(words(90_061_000.0, false), "1d 1h 1m 1s");
        assert_eq!(words(-60_000.0, false), "-1m");
        assert_eq!(words(1_100.5, true), "1s 100ms 500µs");
        assert_eq!(colons(95_500.0), "1:35.5");
        assert_eq!(colons(3_723_000.0), "1:02:03");
    }
}
