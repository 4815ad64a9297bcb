-- Which writes were committed: one that nobody knows of is tried again, and must not count twice.
CREATE TABLE IF NOT EXISTS writes (
  token CHAR(32) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  written_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  KEY (written_at)
) ENGINE=InnoDB;
