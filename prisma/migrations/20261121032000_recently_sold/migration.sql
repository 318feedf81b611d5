-- The cars that were sold, the latest first.
CREATE INDEX cars_recently_sold ON cars (tenant_id, sold_at DESC, id DESC) WHERE status = 'sold';
-- The cars on offer next to a price. Row-level security takes coalesce() for an operator that may
-- leak, so that the index of the public order does not answer for a range.
CREATE INDEX cars_public_near_price ON cars (tenant_id, price_idr, id) WHERE status IN ('available', 'booking');
