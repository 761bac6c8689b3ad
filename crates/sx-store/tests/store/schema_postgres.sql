-- The schema as lines of text; schema_sqlite.sql gives the same lines.
SELECT format('%s.%s %s %s%s', table_name, column_name,
              CASE data_type WHEN 'timestamp with time zone' THEN 'TIMESTAMPTZ' ELSE upper(data_type) END,
              CASE is_nullable WHEN 'YES' THEN 'NULL' ELSE 'NOT NULL' END,
              coalesce(' DEFAULT ' || column_default, ''))
  FROM information_schema.columns
 WHERE table_schema = 'public' AND table_name NOT LIKE '\_sqlx%'
UNION ALL
SELECT format('%s.%s -> %s ON DELETE %s', c.conrelid::regclass, a.attname, c.confrelid::regclass,
              CASE c.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'r' THEN 'RESTRICT' ELSE '?' END)
  FROM pg_constraint c
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
 WHERE c.contype = 'f'
UNION ALL
SELECT format('%s %s (%s)%s', i.indrelid::regclass,
              CASE WHEN i.indisprimary THEN 'KEY' WHEN i.indisunique THEN 'UNIQUE' ELSE 'INDEX ' || i.indexrelid::regclass END,
              (SELECT string_agg(pg_get_indexdef(i.indexrelid, n, true), ', ' ORDER BY n) FROM generate_series(1, i.indnatts) n),
              ' WHERE ' || trim(both '()' from pg_get_expr(i.indpred, i.indrelid)))
  FROM pg_index i
  JOIN pg_class t ON t.oid = i.indrelid
 WHERE t.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE '\_sqlx%'
