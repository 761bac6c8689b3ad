//! What the questions of the oracle say that only one database understands, or that raises an error only there.

#[derive(Clone, Copy)]
pub struct Dialect {
    pub expressions: &'static [&'static str],
    pub conditions: &'static [&'static str],
    pub metrics: &'static [&'static str],
    pub selects: &'static [&'static str],
}

pub const POSTGRES: Dialect = Dialect {
    expressions: &[
        "staff::text",
        "row_to_json(staff)::text",
        "to_jsonb(virtual_table)::text",
        "pg_sleep(1)::text",
        "1000 / (score - 7)",
    ],
    conditions: &[
        "staff::text LIKE '%secret%'",
        "1 / (score - 7) >= 0",
        "pg_sleep(1) IS NULL",
        "to_jsonb(staff) ? 'salary'",
    ],
    metrics: &[
        "MAX(staff::text)",
        "SUM(1 / (score - 7))",
        "string_agg(note, ',' ORDER BY id)",
        "COUNT(*) FILTER (WHERE salary > 0)",
    ],
    selects: &[
        "SELECT id, name, note, score, s::text AS region FROM staff AS s",
        "SELECT id, name, note, score, row_to_json(staff)::text AS region FROM staff",
        "SELECT a.*, l.n FROM shift a, LATERAL (SELECT count(*) AS n FROM staff WHERE staff.id = a.id) l",
        "SELECT public.staff.id, public.staff.name, note, score, region FROM public.staff",
        "SELECT id, name, note, score, 1 / (score - 7) AS region FROM staff",
        "SELECT id, name, note, score, (SELECT salary FROM staff x WHERE x.id = staff.id) AS region FROM staff",
    ],
};

pub const DUCKDB: Dialect = Dialect {
    expressions: &["CAST(staff AS VARCHAR)", "to_json(staff)::VARCHAR", "sleep_ms(1)", "TRY_CAST(note AS INT)"],
    conditions: &[
        "CAST(staff AS VARCHAR) LIKE '%secret%'",
        "CAST(CAST(staff AS VARCHAR) AS INT) > 0",
        "COLUMNS(*) IS NOT NULL",
    ],
    metrics: &["MAX(CAST(staff AS VARCHAR))", "string_agg(note, ',' ORDER BY id)", "MAX(COLUMNS(*))"],
    selects: &[
        "SELECT id, name, note, score, CAST(s AS VARCHAR) AS region FROM staff AS s",
        "FROM staff",
        "SELECT COLUMNS(*) FROM staff",
        "SELECT * EXCLUDE (name) FROM main.staff",
        "SELECT * FROM staff POSITIONAL JOIN (SELECT max(score) AS most FROM staff)",
        "SELECT id, name, note, score, error(note) AS region FROM staff",
    ],
};

/// Casts and divisions raise nothing there; numbers that are too large do, and so does a sub-query with many rows.
pub const MARIADB: Dialect = Dialect {
    expressions: &[
        "EXP(IF(score = 7, 1000, 1))",
        "9223372036854775807 + (score = 7)",
        "extractvalue(1, concat('~', note))",
        "sleep(1)",
        "IF(score = 7, (SELECT 1 UNION SELECT 2), 1)",
        "1000 / (score - 7)",
        "name REGEXP IF(score = 7, '[', 'p')",
    ],
    conditions: &[
        "EXP(IF(score = 7, 1000, 1)) > 0",
        "9223372036854775807 + (score = 7) > 0",
        "updatexml(1, concat('~', note), 1) IS NULL",
        "name REGEXP IF(score = 7, '[', 'p')",
        "sleep(1) = 0",
        "1 = 1 /*! OR 1 = 1 */",
        "note LIKE '%SECRET%' || 1",
    ],
    metrics: &[
        "GROUP_CONCAT(note ORDER BY id SEPARATOR ',')",
        "SUM(EXP(IF(score = 7, 1000, 1)))",
        "JSON_ARRAYAGG(note)",
        "BIT_OR(score)",
        "SUM(9223372036854775807 + (score = 7))",
    ],
    selects: &[
        "SELECT staff.* FROM staff",
        "SELECT id, name, note, score, EXP(IF(score = 7, 1000, 1)) AS region FROM staff",
        "SELECT id, name, note, score, (SELECT salary FROM staff x WHERE x.id = staff.id) AS region FROM staff",
        "SELECT id, name, `note`, score, region FROM `staff` FORCE INDEX ()",
        "SELECT id, name, note, score, JSON_OBJECT('a', salary) AS region FROM staff",
        "SELECT s.id, s.name, s.note, s.score, s.region FROM shift h LEFT JOIN staff s ON s.id = h.id",
    ],
};

/// Casts, divisions and large texts raise nothing there; integers that are too large do, and JSON that is none.
pub const SQLITE: Dialect = Dialect {
    expressions: &[
        "abs(CASE WHEN score = 7 THEN -9223372036854775807 - 1 ELSE 1 END)",
        "CASE WHEN score = 7 THEN json(note) ELSE '1' END",
        "json_extract(note, '$')",
        "load_extension(note)",
        "1000 / (score - 7)",
        "name LIKE note ESCAPE CASE WHEN score = 7 THEN 'ab' ELSE 'a' END",
        "typeof(salary)",
        "\"no such column\"",
    ],
    conditions: &[
        "abs(CASE WHEN score = 7 THEN -9223372036854775807 - 1 ELSE 1 END) > 0",
        "CASE WHEN score = 7 THEN json(note) ELSE '1' END = '1'",
        "note GLOB '*secret*'",
        "name LIKE 'p%' ESCAPE CASE WHEN score = 7 THEN 'ab' ELSE 'a' END",
        "\"salary\" IS NOT NULL",
    ],
    metrics: &[
        "group_concat(note, ',')",
        "SUM(CASE WHEN score = 7 THEN 9223372036854775807 ELSE 1 END)",
        "json_group_array(json_extract(note, '$'))",
        "TOTAL(score)",
        "COUNT(*) FILTER (WHERE salary > 0)",
    ],
    selects: &[
        "SELECT id, name, note, score, json_object('a', salary) AS region FROM staff",
        "SELECT id, name, note, score, CASE WHEN score = 7 THEN json(note) END AS region FROM staff",
        "SELECT id, name, note, score, (SELECT salary FROM staff x WHERE x.id = staff.id) AS region FROM staff",
        "SELECT id, name, note, score, region FROM [staff]",
        "SELECT id, name, note, score, region FROM main.staff NOT INDEXED",
        "SELECT id, name, note, score, region FROM staff WHERE id IN staff",
    ],
};
