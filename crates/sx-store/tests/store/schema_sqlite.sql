-- The schema as lines of text; schema_postgres.sql gives the same lines. UUIDs are told from other bytes by their name.
WITH tables AS (
    SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\_sqlx%' ESCAPE '\'
)
SELECT printf('%s.%s %s %s%s', t.name, c.name,
              CASE c.type WHEN 'INTEGER' THEN 'BIGINT' WHEN 'DATETIME' THEN 'TIMESTAMPTZ'
                          WHEN 'BLOB' THEN CASE c.name WHEN 'uuid' THEN 'UUID' ELSE 'BYTEA' END ELSE c.type END,
              CASE WHEN c."notnull" OR c.pk THEN 'NOT NULL' ELSE 'NULL' END,
              coalesce(' DEFAULT ' || c.dflt_value, ''))
  FROM tables t, pragma_table_info(t.name) c
UNION ALL
SELECT printf('%s.%s -> %s ON DELETE %s', t.name, f."from", f."table", f.on_delete)
  FROM tables t, pragma_foreign_key_list(t.name) f
UNION ALL
SELECT printf('%s %s (%s)%s', t.name,
              CASE WHEN i.origin = 'pk' THEN 'KEY' WHEN i."unique" THEN 'UNIQUE' ELSE 'INDEX ' || i.name END,
              (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)),
              CASE i.partial WHEN 1 THEN (SELECT substr(s.sql, instr(s.sql, ' WHERE ')) FROM sqlite_schema s WHERE s.name = i.name)
                             ELSE '' END)
  FROM tables t, pragma_index_list(t.name) i
UNION ALL
-- The rowid is a key without an index.
SELECT printf('%s KEY (%s)', t.name, c.name)
  FROM tables t, pragma_table_info(t.name) c
 WHERE c.pk = 1 AND c.type = 'INTEGER' AND NOT EXISTS (SELECT 1 FROM pragma_index_list(t.name) WHERE origin = 'pk')
