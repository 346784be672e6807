-- The queue for large fleets: who waits together can be claimed together, each kind in its own order.

create table region (
  id   smallint generated always as identity primary key,
  name text not null unique
);
insert into region (name) select distinct region from carrier;

-- How many clusters a tenant has had; gives each new one its turn among them.
create table tenant (
  name     text   primary key,
  clusters bigint not null
);
insert into tenant (name, clusters) select tenant, count(*) from cluster group by tenant;

-- Wide columns first: a row wastes nothing on alignment.
create table binding_in_lane (
  cluster_id       bigint      not null references cluster on delete cascade,
  next_at          timestamptz not null,
  fence            bigint      not null default 0,
  generation       bigint      not null default 0, -- of the token delivered last; 0 before the first
  issued_at        timestamptz,
  expires_at       timestamptz,
  turn             integer     not null, -- the cluster is its tenant's n-th
  failures         integer     not null default 0, -- in a row
  backoff_ms       integer     not null default 0,
  region_id        smallint    not null references region,
  signal           smallint    not null, -- 0 logs, 1 metrics
  wish             smallint    not null default 0, -- 0 none, 1 requested, 2 changed
  fingerprint      bytea,
  fault_since      timestamptz,
  fault_dependency text,
  fault_kind       text,
  fault_detail     text
);
insert into binding_in_lane (cluster_id, next_at, fence, generation, issued_at, expires_at, turn,
  failures, backoff_ms, region_id, signal, wish, fingerprint, fault_since, fault_dependency,
  fault_kind, fault_detail)
select b.cluster_id, b.next_at, b.fence, b.generation, b.issued_at, b.expires_at,
  row_number() over (partition by c.tenant, b.signal order by c.id), b.failures, b.backoff_ms, r.id,
  b.signal, b.wish, decode(b.fingerprint, 'hex'), b.fault_since, b.fault_dependency, b.fault_kind,
  b.fault_detail
from binding b
  join cluster c on c.id = b.cluster_id
  join carrier k on k.id = c.carrier_id
  join region r on r.name = k.region;
drop table binding;
alter table binding_in_lane rename to binding;
alter table binding add primary key (cluster_id, signal);

-- Each binding stands in one of three queues: served once and well, never served, failed last.
create index binding_due on binding (region_id, signal, next_at)
  where failures = 0 and expires_at is not null;
create index binding_deadline on binding (region_id, signal, expires_at, next_at)
  where failures = 0 and expires_at is not null;
create index binding_turn on binding (region_id, signal, turn, expires_at, next_at)
  where failures = 0 and expires_at is not null;
create index binding_fresh on binding (region_id, signal, cluster_id)
  where failures = 0 and expires_at is null;
create index binding_retry on binding (region_id, signal, next_at)
  where failures > 0;
