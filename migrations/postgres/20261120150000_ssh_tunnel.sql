-- The secrets of a connection's SSH tunnel, sealed: a JSON object of password, private_key and private_key_password.
ALTER TABLE databases ADD COLUMN sealed_ssh_tunnel BYTEA;
