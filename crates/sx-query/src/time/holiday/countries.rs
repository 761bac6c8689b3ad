//! The holidays of each country. Names are separated by `|`: English first, then the country's own.

use chrono::Weekday::{Mon, Thu};

use super::day::Day::{self, Easter, Fixed, Last, Nth, Qingming};

pub(super) type Holiday = (&'static str, Day);

pub(super) struct Country {
    pub code: &'static str,
    pub holidays: &'static [Holiday],
}

/// Kept in many countries, though no law says so; looked at last.
pub(super) static EVERYWHERE: &[Holiday] = &[
    ("New Year's Day", Fixed(1, 1)),
    ("Valentine's Day", Fixed(2, 14)),
    ("Good Friday", Easter(-2)),
    ("Easter Sunday", Easter(0)),
    ("Easter Monday", Easter(1)),
    ("Pentecost|Whit Sunday", Easter(49)),
    ("Halloween", Fixed(10, 31)),
    ("Christmas Eve", Fixed(12, 24)),
    ("Christmas Day", Fixed(12, 25)),
    ("Boxing Day", Fixed(12, 26)),
    ("New Year's Eve", Fixed(12, 31)),
];

pub(super) static COUNTRIES: &[Country] = &[
    Country {
        code: "US",
        holidays: &[
            ("New Year's Day", Fixed(1, 1)),
            ("Martin Luther King Jr. Day|MLK Day", Nth(3, Mon, 1)),
            ("Washington's Birthday|Presidents' Day", Nth(3, Mon, 2)),
            ("Memorial Day", Last(Mon, 5)),
            ("Juneteenth National Independence Day", Fixed(6, 19)),
            ("Independence Day", Fixed(7, 4)),
            ("Labor Day", Nth(1, Mon, 9)),
            ("Columbus Day", Nth(2, Mon, 10)),
            ("Veterans Day", Fixed(11, 11)),
            ("Thanksgiving Day", Nth(4, Thu, 11)),
            ("Christmas Day", Fixed(12, 25)),
        ],
    },
    Country {
        code: "GB",
        holidays: &[
            ("New Year's Day", Fixed(1, 1)),
            ("Good Friday", Easter(-2)),
            ("Easter Monday", Easter(1)),
            ("May Day|Early May Bank Holiday", Nth(1, Mon, 5)),
            ("Spring Bank Holiday", Last(Mon, 5)),
            ("Late Summer Bank Holiday|Summer Bank Holiday", Last(Mon, 8)),
            ("Christmas Day", Fixed(12, 25)),
            ("Boxing Day", Fixed(12, 26)),
        ],
    },
    Country {
        code: "DE",
        holidays: &[
            ("New Year's Day|Neujahr", Fixed(1, 1)),
            ("Good Friday|Karfreitag", Easter(-2)),
            ("Easter Monday|Ostermontag", Easter(1)),
            ("Labor Day|Erster Mai|Tag der Arbeit", Fixed(5, 1)),
            ("Ascension Day|Christi Himmelfahrt", Easter(39)),
            ("Pentecost Monday|Whit Monday|Pfingstmontag", Easter(50)),
            ("German Unity Day|Tag der Deutschen Einheit", Fixed(10, 3)),
            ("Christmas Day|Erster Weihnachtstag", Fixed(12, 25)),
            ("Second Day of Christmas|Zweiter Weihnachtstag", Fixed(12, 26)),
        ],
    },
    Country {
        code: "FR",
        holidays: &[
            ("New Year's Day|Jour de l'an", Fixed(1, 1)),
            ("Easter Monday|Lundi de Pâques", Easter(1)),
            ("Labor Day|Fête du Travail", Fixed(5, 1)),
            ("Victory Day|Fête de la Victoire", Fixed(5, 8)),
            ("Ascension Day|Ascension", Easter(39)),
            ("Pentecost Monday|Whit Monday|Lundi de Pentecôte", Easter(50)),
            ("National Day|Bastille Day|Fête nationale", Fixed(7, 14)),
            ("Assumption Day|Assomption", Fixed(8, 15)),
            ("All Saints' Day|Toussaint", Fixed(11, 1)),
            ("Armistice Day|Armistice", Fixed(11, 11)),
            ("Christmas Day|Noël", Fixed(12, 25)),
        ],
    },
    Country {
        code: "ES",
        holidays: &[
            ("New Year's Day|Año Nuevo", Fixed(1, 1)),
            ("Epiphany|Epifanía del Señor|Reyes", Fixed(1, 6)),
            ("Good Friday|Viernes Santo", Easter(-2)),
            ("Labor Day|Fiesta del Trabajo", Fixed(5, 1)),
            ("Assumption Day|Asunción de la Virgen", Fixed(8, 15)),
            ("National Day|Fiesta Nacional de España", Fixed(10, 12)),
            ("All Saints' Day|Todos los Santos", Fixed(11, 1)),
            ("Constitution Day|Día de la Constitución", Fixed(12, 6)),
            ("Immaculate Conception|Inmaculada Concepción", Fixed(12, 8)),
            ("Christmas Day|Natividad del Señor|Navidad", Fixed(12, 25)),
        ],
    },
    Country {
        code: "IT",
        holidays: &[
            ("New Year's Day|Capodanno", Fixed(1, 1)),
            ("Epiphany|Epifania del Signore", Fixed(1, 6)),
            ("Easter Sunday|Pasqua di Resurrezione", Easter(0)),
            ("Easter Monday|Lunedì dell'Angelo|Pasquetta", Easter(1)),
            ("Liberation Day|Festa della Liberazione", Fixed(4, 25)),
            ("Labor Day|Festa dei Lavoratori", Fixed(5, 1)),
            ("Republic Day|Festa della Repubblica", Fixed(6, 2)),
            ("Assumption Of Mary Day|Assunzione della Vergine|Ferragosto", Fixed(8, 15)),
            ("All Saints' Day|Tutti i Santi", Fixed(11, 1)),
            ("Immaculate Conception|Immacolata Concezione", Fixed(12, 8)),
            ("Christmas Day|Natale", Fixed(12, 25)),
            ("Saint Stephen's Day|Santo Stefano", Fixed(12, 26)),
        ],
    },
    Country {
        code: "AT",
        holidays: &[
            ("New Year's Day|Neujahr", Fixed(1, 1)),
            ("Epiphany|Heilige Drei Könige", Fixed(1, 6)),
            ("Easter Monday|Ostermontag", Easter(1)),
            ("Labor Day|Staatsfeiertag", Fixed(5, 1)),
            ("Ascension Day|Christi Himmelfahrt", Easter(39)),
            ("Pentecost Monday|Whit Monday|Pfingstmontag", Easter(50)),
            ("Corpus Christi|Fronleichnam", Easter(60)),
            ("Assumption Day|Mariä Himmelfahrt", Fixed(8, 15)),
            ("National Day|Nationalfeiertag", Fixed(10, 26)),
            ("All Saints' Day|Allerheiligen", Fixed(11, 1)),
            ("Immaculate Conception|Mariä Empfängnis", Fixed(12, 8)),
            ("Christmas Day|Christtag", Fixed(12, 25)),
            ("Saint Stephen's Day|Stefanitag", Fixed(12, 26)),
        ],
    },
    Country {
        code: "NL",
        holidays: &[
            ("New Year's Day|Nieuwjaarsdag", Fixed(1, 1)),
            ("Good Friday|Goede Vrijdag", Easter(-2)),
            ("Easter Sunday|Eerste paasdag", Easter(0)),
            ("Easter Monday|Tweede paasdag", Easter(1)),
            ("King's Day|Koningsdag", Fixed(4, 27)),
            ("Liberation Day|Bevrijdingsdag", Fixed(5, 5)),
            ("Ascension Day|Hemelvaartsdag", Easter(39)),
            ("Pentecost|Eerste Pinksterdag", Easter(49)),
            ("Pentecost Monday|Whit Monday|Tweede Pinksterdag", Easter(50)),
            ("Christmas Day|Eerste Kerstdag", Fixed(12, 25)),
            ("Second Day of Christmas|Tweede Kerstdag", Fixed(12, 26)),
        ],
    },
    Country {
        code: "CA",
        holidays: &[
            ("New Year's Day", Fixed(1, 1)),
            ("Good Friday", Easter(-2)),
            ("Canada Day", Fixed(7, 1)),
            ("Labor Day|Labour Day", Nth(1, Mon, 9)),
            ("Thanksgiving Day", Nth(2, Mon, 10)),
            ("Remembrance Day", Fixed(11, 11)),
            ("Christmas Day", Fixed(12, 25)),
            ("Boxing Day", Fixed(12, 26)),
        ],
    },
    // The festivals of the Chinese moon calendar move with no rule that is short enough.
    Country {
        code: "CN",
        holidays: &[
            ("New Year's Day|元旦", Fixed(1, 1)),
            ("Tomb-Sweeping Day|Qingming|清明节", Qingming),
            ("Labor Day|劳动节", Fixed(5, 1)),
            ("National Day|国庆节", Fixed(10, 1)),
        ],
    },
];
