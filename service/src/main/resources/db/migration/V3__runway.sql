-- How the fleet stands, counted, so that nobody has to look at every binding to know it.
-- See docs/decisions/0008-runway-ledger.md.

create table runway (
  carrier_id bigint      not null,
  signal     smallint    not null, -- 0 logs, 1 metrics
  standing   smallint    not null, -- 0 no token yet, 1 a token, 2 a token whose last renewal failed
  ends_at    timestamptz not null, -- the ten seconds in which the tokens end; -infinity for none
  bindings   bigint      not null, -- below zero while changes are folded in out of order
  primary key (carrier_id, signal, standing, ends_at),
  check ((standing = 0) = (ends_at = '-infinity'))
);

-- What is still to be folded in: one row for each commit, so that writers never wait for each other.
create table runway_change (
  id        bigint generated always as identity primary key,
  carriers  bigint[]      not null,
  signals   smallint[]    not null,
  standings smallint[]    not null,
  ends      timestamptz[] not null,
  deltas    integer[]     not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- Both together are exact in every snapshot: a change is in one of them, and only in one.
create view runway_now as
select carrier_id, signal, standing, ends_at, bindings from runway
union all
select v.carrier_id, v.signal, v.standing, v.ends_at, v.delta::bigint
from runway_change c,
  unnest(c.carriers, c.signals, c.standings, c.ends, c.deltas)
    as v (carrier_id, signal, standing, ends_at, delta);

alter table carrier add column runway_checked_at timestamptz; -- null before the first check

insert into runway (carrier_id, signal, standing, ends_at, bindings)
select c.carrier_id, b.signal,
  case when b.expires_at is null then 0 when b.failures > 0 then 2 else 1 end as standing,
  coalesce(to_timestamp(floor(extract(epoch from b.expires_at) / 10) * 10), '-infinity') as ends_at,
  count(*)
from binding b join cluster c on c.id = b.cluster_id
group by 1, 2, 3, 4;
