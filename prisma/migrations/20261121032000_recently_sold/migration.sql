-- The cars that were sold, the latest first.
CREATE INDEX cars_recently_sold ON cars (tenant_id, sold_at DESC, id DESC) WHERE status = 'sold';
