-- The ledger tells bindings that fail by a fault of their own cluster (standing 3) from those that others let fail.
-- See docs/decisions/0017-what-an-alert-counts.md.
lock table runway_change, runway in exclusive mode;
delete from runway_change;
delete from runway;
insert into runway (carrier_id, signal, standing, ends_at, bindings)
select c.carrier_id, b.signal,
  case when b.expires_at is null then 0 when b.failures = 0 then 1
    when b.fault_dependency = 'cluster' or b.fault_kind in ('identity_rejected', 'not_entitled') then 3
    else 2 end as standing,
  coalesce(to_timestamp(floor(extract(epoch from b.expires_at) / 10) * 10), '-infinity') as ends_at,
  count(*)
from binding b join cluster c on c.id = b.cluster_id
group by 1, 2, 3, 4;

alter table carrier add column probed_at timestamptz; -- null before the first synthetic exchange
