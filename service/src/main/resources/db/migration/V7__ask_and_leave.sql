-- Clusters whose agents ask for their tokens, clusters that leave, and what agents have taken up.

alter table cluster
  add column origin          text,        -- what announced it: carrier/namespace/name; null when enrolled by hand
  add column leaving_since    timestamptz, -- null unless its removal was asked for
  add column workload_issuer  text,        -- who speaks for its agents; null when nobody does
  add column workload_subject text,
  add column workload_keys    jsonb,       -- reference, or sealed; null when they are the operator's
  add constraint cluster_workload unique (workload_issuer, workload_subject)
    deferrable initially deferred;         -- two clusters may change places in one enrolment

create unique index cluster_origin on cluster (origin) where origin is not null;

-- wish 3: the cluster leaves. Served before all lanes, in the order they are due.
create index binding_leaving on binding (next_at) where wish = 3;

alter table binding
  add column asked_of          uuid,        -- the process that its agents ask; null when none has asked
  add column picked_generation bigint,      -- that its agents use, as they say; null when they say nothing
  add column picked_at         timestamptz, -- when they took it up
  add column picked_how        smallint,    -- 0 by asking with it, 1 by a report, 2 by a file
  add column picked_expires_at timestamptz; -- when it ends

-- The processes that share this database, as far as they can be asked for tokens.
create table replica (
  id      uuid        primary key,
  seen_at timestamptz not null
);
