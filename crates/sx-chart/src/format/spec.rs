//! The grammar of d3-format: `[[fill]align][sign][symbol][0][width][,][.precision][~][type]`.

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spec {
    pub fill: char,
    pub align: char,
    pub sign: char,
    pub symbol: Option<char>,
    pub zero: bool,
    pub width: usize,
    pub comma: bool,
    pub precision: Option<usize>,
    pub trim: bool,
    /// None is d3's "empty type": like `g`, but without trailing zeros and with twelve digits.
    pub kind: Option<char>,
}

impl Spec {
    /// `None` when the text is not a d3 format.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = Cursor(text.chars().peekable());
        let (fill, align) = fill_and_align(text);
        for _ in 0..fill.map_or(0, |_| 1) + align.map_or(0, |_| 1) {
            rest.0.next();
        }
        let sign = rest.one_of("+-( ").unwrap_or('-');
        let symbol = rest.one_of("$#");
        let zero = rest.one_of("0").is_some();
        let width = rest.digits();
        let comma = rest.one_of(",").is_some();
        let precision = match rest.one_of(".") {
            Some(_) => Some(rest.digits()?),
            None => None,
        };
        let trim = rest.one_of("~").is_some();
        let kind = rest.0.next_if(|c| c.is_ascii_alphabetic() || *c == '%');
        if rest.0.next().is_some() {
            return None;
        }
        let (fill, align) = (fill.unwrap_or(' '), align.unwrap_or('>'));
        let mut spec =
            Self { fill, align, sign, symbol, zero, width: width.unwrap_or(0), comma, precision, trim, kind };
        spec.normalize();
        Some(spec)
    }

    /// `n` is `,g`; a letter that d3 does not know counts as none; `0` fills between sign and digits.
    fn normalize(&mut self) {
        if self.kind == Some('n') {
            (self.comma, self.kind) = (true, Some('g'));
        } else if !self.kind.is_some_and(|kind| "%bcdefgoprsXx".contains(kind)) {
            (self.precision, self.trim, self.kind) = (self.precision.or(Some(12)), true, None);
        }
        if self.zero || (self.fill == '0' && self.align == '=') {
            (self.zero, self.fill, self.align) = (true, '0', '=');
        }
    }
}

struct Cursor<'a>(std::iter::Peekable<std::str::Chars<'a>>);

impl Cursor<'_> {
    fn one_of(&mut self, set: &str) -> Option<char> {
        self.0.next_if(|c| set.contains(*c))
    }

    fn digits(&mut self) -> Option<usize> {
        let mut number: Option<usize> = None;
        while let Some(digit) = self.0.next_if(char::is_ascii_digit) {
            let digit = digit.to_digit(10).unwrap_or(0) as usize;
            // A width of more than a few hundred is a typing error, not a wish.
            number = Some((number.unwrap_or(0) * 10 + digit).min(400));
        }
        number
    }
}

fn fill_and_align(text: &str) -> (Option<char>, Option<char>) {
    let is_align = |c: &char| "<>=^".contains(*c);
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.next());
    match (first, second.filter(is_align)) {
        (Some(fill), Some(align)) => (Some(fill), Some(align)),
        _ => (None, first.filter(is_align)),
    }
}
