-- What Alertmanager said: one row an alert, by the digest of its labels. Foreign text; no column is believed but as that.
create table alert (
  fingerprint text        primary key,
  labels      jsonb       not null,
  starts_at   timestamptz not null,
  ended_at    timestamptz,          -- null while it fires
  heard_at    timestamptz not null  -- when it was last said to fire, or first said to have ended
);
create index alert_fires on alert (starts_at) where ended_at is null;
create index alert_ended on alert (ended_at) where ended_at is not null;

-- Incidents: what is remembered of each, and each step that led there.
create table incident (
  id               bigint      generated always as identity primary key,
  scope            text        not null, -- see Docket.Scope
  opened_at        timestamptz not null,
  over             boolean     not null default false,
  state            jsonb       not null,
  wants_diagnosis  boolean     not null default false,
  diagnosing_until timestamptz           -- the lease of whoever gathers evidence
);
create unique index incident_open on incident (scope) where not over;

create table incident_step (
  incident_id bigint      not null references incident on delete cascade,
  number      integer     not null,
  at          timestamptz not null,
  event       jsonb       not null,
  effects     jsonb       not null,
  evidence    jsonb,                     -- what a verdict was made from
  primary key (incident_id, number)
);

-- One row, locked by whoever places alerts: two at once would open two incidents for one cause.
create table incident_desk (id integer primary key);
insert into incident_desk values (1);
