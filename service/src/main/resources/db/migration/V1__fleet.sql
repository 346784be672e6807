-- The fleet, and the queue of its bindings.

create table carrier (
  id     bigint generated always as identity primary key,
  name   text not null unique,
  region text not null
);

create table cluster (
  id          bigint generated always as identity primary key,
  name        text        not null unique,
  tenant      text        not null,
  carrier_id  bigint      not null references carrier,
  identity    jsonb       not null, -- kind and reference; an inline secret only sealed
  target      jsonb       not null,
  version     bigint      not null, -- grows with every change of the enrolment
  enrolled_at timestamptz not null
);
create index cluster_carrier on cluster (carrier_id);
create index cluster_tenant on cluster (tenant);

-- One row for each cluster and signal. next_at makes the table the queue: a claim moves it to the
-- end of the lease, an outcome to the next look. Only who holds the present fence may write.
create table binding (
  id               bigint generated always as identity primary key,
  cluster_id       bigint      not null references cluster on delete cascade,
  signal           smallint    not null, -- 0 logs, 1 metrics
  next_at          timestamptz not null,
  fence            bigint      not null default 0,
  wish             smallint    not null default 0, -- 0 none, 1 requested, 2 changed
  generation       bigint      not null default 0, -- of the token delivered last; 0 before the first
  issued_at        timestamptz,
  expires_at       timestamptz,
  fingerprint      text,
  failures         integer     not null default 0, -- in a row
  backoff_ms       bigint      not null default 0,
  fault_dependency text,
  fault_kind       text,
  fault_detail     text,
  fault_since      timestamptz,
  unique (cluster_id, signal)
) with (fillfactor = 85);
create index binding_next_at on binding (next_at);

-- What was done, append-only. No secret, no token.
create table audit (
  id          bigint generated always as identity primary key,
  at          timestamptz not null,
  kind        text        not null, -- see AuditKind
  cluster     text        not null,
  signal      text,
  actor       text        not null,
  detail      text        not null,
  generation  bigint,
  fence       bigint,
  expires_at  timestamptz,
  fingerprint text
);
create index audit_cluster on audit (cluster, id desc);
create index audit_at on audit using brin (at);

-- Data keys, wrapped under the key file that is not in this database.
create table data_key (
  version integer primary key,
  wrapped bytea not null
);
