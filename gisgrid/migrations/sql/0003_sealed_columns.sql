-- Expands: the sealed columns stand beside the open ones until the rows have moved.
ALTER TABLE report ADD COLUMN reporter_sealed BYTEA, ADD COLUMN phone_index BYTEA;
ALTER TABLE step ADD COLUMN personal_sealed BYTEA;
CREATE INDEX report_phone_idx ON report (phone_index) WHERE phone_index IS NOT NULL;
