-- Some entries are listed across accounts. Only they are in the index, so that the others cost nothing.

ALTER TABLE entry ADD COLUMN topic TEXT;

CREATE INDEX entry_topic ON entry (topic, place) WHERE topic IS NOT NULL;
