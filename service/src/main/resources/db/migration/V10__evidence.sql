-- What a verdict needs to know of ourselves, and what people announce. See docs/decisions/0022-evidence.md.

-- Steps of exchanges by what they came to, minute by minute; each process adds its own every few seconds.
create table exchange_minute (
  minute     timestamptz not null, -- its first instant
  count      bigint      not null,
  carrier_id bigint      not null,
  dependency text        not null, -- iam, logging or metrics
  ended      text        not null, -- well, blocked, or the kind of the fault
  origin     text        not null, -- traffic or probe
  primary key (minute, carrier_id, dependency, ended, origin)
) with (fillfactor = 80);

-- Customer impacting events, as a dependency's team or an operator announced them.
create table cie (
  id         bigint generated always as identity primary key,
  dependency text        not null, -- iam, logging or metrics
  region     text,                 -- null: everywhere
  reference  text        not null, -- what whoever announced it calls it
  reason     text        not null,
  opened_at  timestamptz not null,
  opened_by  text        not null,
  expires_at timestamptz not null, -- ends by itself then, lest a forgotten one accuses for ever
  closed_at  timestamptz,          -- null while it is open
  closed_by  text
);
create unique index cie_open on cie (dependency, coalesce(region, ''), reference)
  where closed_at is null;

-- What we changed of ourselves: a start with another version or configuration, many enrolments at once.
create table own_change (
  id            bigint generated always as identity primary key,
  at            timestamptz not null,
  kind          text        not null, -- start or enrolment
  detail        text        not null,
  version       text,                 -- of a start
  configuration text                  -- of a start: a hash
);
create index own_change_at on own_change (at);
