-- What is known of a visitor over all sessions: the cart, the purchases, the first visit.
CREATE TABLE visitors (
  shop    TEXT NOT NULL,
  id      TEXT NOT NULL,
  updated INTEGER NOT NULL,
  summary TEXT NOT NULL,
  PRIMARY KEY (shop, id)
);
CREATE INDEX visitors_newest ON visitors (shop, updated);
