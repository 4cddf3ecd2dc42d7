-- The foundation: accounts, their log, counters, the published log, credentials and what the house settles.
--
-- Every key on the hot path holds the account's id, nothing refers across tables by constraint or trigger, and
-- no sequence is drawn from: the writer gives log places. Moments are milliseconds since 1970.

-- Columns that a commit looks at stand before the state, so that reading them never reads the state's pages.
CREATE TABLE account (
    account     TEXT    NOT NULL PRIMARY KEY,
    version     INTEGER NOT NULL,
    wake_at     INTEGER,
    attention   INTEGER,
    -- The two chains of the account: its newest log entry and its newest event key.
    newest      INTEGER,
    newest_key  BLOB,
    wrapped_key BLOB    NOT NULL,
    state       BLOB    NOT NULL
) STRICT;

CREATE INDEX account_wake_at ON account (wake_at, account) WHERE wake_at IS NOT NULL;
CREATE INDEX account_attention ON account (attention, account) WHERE attention IS NOT NULL;

-- The log. `previous` is the account's entry before this one: a timeline is a walk along it, so that no second
-- tree over the log needs to be kept. An erasure empties everything but place and leaf.
CREATE TABLE entry (
    place    INTEGER NOT NULL PRIMARY KEY,
    account  TEXT,
    previous INTEGER,
    leaf     BLOB    NOT NULL,
    sealed   BLOB
) STRICT;

-- Event keys that were accepted. `place` is the commit's first entry; `previous` is the account's key before
-- this one, so that an erasure finds them all.
CREATE TABLE event_key (
    key      BLOB NOT NULL,
    account  TEXT NOT NULL,
    place    INTEGER,
    previous BLOB,
    PRIMARY KEY (key, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
    bucket  INTEGER NOT NULL,
    subject TEXT    NOT NULL,
    slot    INTEGER NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (bucket, subject, slot)
) STRICT, WITHOUT ROWID;

CREATE TABLE network (
    network BLOB    NOT NULL,
    bucket  INTEGER NOT NULL,
    slot    INTEGER NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (network, bucket, slot)
) STRICT, WITHOUT ROWID;

-- How many rows there are of what would be slow to count.
CREATE TABLE total (
    name  TEXT    NOT NULL PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Level -1 holds entry bundles, the others hashes.
CREATE TABLE tile (
    level INTEGER NOT NULL,
    place INTEGER NOT NULL,
    width INTEGER NOT NULL,
    bytes BLOB    NOT NULL,
    PRIMARY KEY (level, place)
) STRICT;

CREATE TABLE checkpoint (
    size      INTEGER NOT NULL PRIMARY KEY,
    signed_at INTEGER NOT NULL,
    note      BLOB    NOT NULL
) STRICT;

CREATE TABLE credential (
    id         TEXT    NOT NULL PRIMARY KEY,
    purpose    TEXT    NOT NULL,
    hash       BLOB    NOT NULL,
    body       BLOB    NOT NULL,
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at   INTEGER
) STRICT;

CREATE INDEX credential_hash ON credential (purpose, hash);

CREATE TABLE settled (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE lease (
    name       TEXT    NOT NULL PRIMARY KEY,
    holder     TEXT    NOT NULL,
    held_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
