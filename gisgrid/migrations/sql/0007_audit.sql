-- Who did what over HTTP, and the chain over it. Rows are only ever added: the app's role has no
-- other right (grants.sql), and triggers stop the owner's slips too.
CREATE TABLE audit_entry (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    person_id BIGINT,
    posts BIGINT[] DEFAULT '{}' NOT NULL,
    verb TEXT NOT NULL,
    operation TEXT NOT NULL,
    object TEXT,
    status SMALLINT NOT NULL,
    address INET,
    request_id TEXT,
    reason TEXT,
    CONSTRAINT audit_entry_pkey PRIMARY KEY (id)
);

CREATE INDEX audit_entry_person_idx ON audit_entry (person_id, id);

CREATE INDEX audit_entry_at_idx ON audit_entry (at);

CREATE TABLE audit_link (
    seq BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT audit_link_pkey PRIMARY KEY (seq),
    CONSTRAINT audit_link_entry_id_key UNIQUE (entry_id)
);

CREATE FUNCTION refuse_to_change_the_audit() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: the audit is only ever added to', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_audit();

CREATE TRIGGER audit_link_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_link
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_audit();
