-- What an account has besides its state: a keychain, names by which it is found, and secrets that act for it.
--
-- A name is a keyed hash of what a person types, so that this table tells nobody who has an account. An erasure
-- finds everything here by the account's id.

CREATE TABLE keychain (
    account TEXT NOT NULL PRIMARY KEY,
    sealed  BLOB NOT NULL
) STRICT;

CREATE TABLE name (
    name    BLOB NOT NULL PRIMARY KEY,
    account TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX name_account ON name (account);

CREATE TABLE bearer (
    hash       BLOB    NOT NULL PRIMARY KEY,
    account    TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    body       BLOB    NOT NULL,
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at   INTEGER,
    seen_at    INTEGER
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX bearer_account ON bearer (account, id);
CREATE INDEX bearer_expires_at ON bearer (expires_at);
CREATE INDEX credential_expires_at ON credential (expires_at) WHERE purpose = 'code';
