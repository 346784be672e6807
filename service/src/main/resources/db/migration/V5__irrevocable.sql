-- Replaced tokens that could not be revoked: found by when they end, not by looking through the trail.
create index audit_irrevocable on audit (expires_at) where kind = 'irrevocable';
