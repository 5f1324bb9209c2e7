-- The audit by months, as everything that grows is. What was written before keeps its rows, ids and
-- place in the chain, in the default partition; new ids carry their month.
CREATE SEQUENCE audit_numbers AS BIGINT MINVALUE 1 MAXVALUE 999999999 CYCLE;

ALTER TABLE audit_entry RENAME TO audit_entry_default;
ALTER INDEX audit_entry_pkey RENAME TO audit_entry_default_pkey;
ALTER INDEX audit_entry_person_idx RENAME TO audit_entry_default_person_id_id_idx;
ALTER INDEX audit_entry_at_idx RENAME TO audit_entry_default_at_idx;
ALTER TABLE audit_entry_default ALTER COLUMN id DROP IDENTITY;

CREATE TABLE audit_entry (
    id BIGINT DEFAULT monthly_id(now(), 'audit_numbers') NOT NULL,
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
) PARTITION BY RANGE (id);

CREATE INDEX audit_entry_person_idx ON audit_entry (person_id, id);

CREATE INDEX audit_entry_at_idx ON audit_entry (at);

-- The second one is every month's own too: whoever names a month is stopped there.
CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_audit();

CREATE TRIGGER audit_entry_row_stays BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_to_change_the_audit();

ALTER TABLE audit_entry ATTACH PARTITION audit_entry_default DEFAULT;

SELECT ensure_months(current_date, (current_date + interval '3 months')::date);
