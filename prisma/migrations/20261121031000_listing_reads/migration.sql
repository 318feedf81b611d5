-- What a public listing reads, each in one call that enters its dealership by itself.

-- Sets the dealership for the rest of the transaction, which may not be in another one already.
CREATE FUNCTION enter_tenant(p_tenant uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF coalesce(current_setting('app.tenant_id', true), '') NOT IN ('', p_tenant::text) THEN
    RAISE insufficient_privilege USING MESSAGE = 'the transaction is in another dealership';
  END IF;
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
END $$;

-- A dealership's cars that a transaction at or after a number changed, column by column, in the
-- order of their ids. Times in milliseconds since 1970; -1 is unknown.
CREATE FUNCTION stock_columns(p_tenant uuid, p_since bigint)
RETURNS TABLE (
  version bigint, removed_in_version bigint, horizon bigint,
  ids bytea, listed bytea, prices bytea, mileages bytea, years bytea, words json
)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM enter_tenant(p_tenant);
  RETURN QUERY
  SELECT v.version, v.removed_in_version, pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
    packed.*
  FROM (
    SELECT string_agg(uuid_send(c.id), ''),
      string_agg(float8send(round(extract(epoch FROM c.listed_at)::float8 * 1000)), ''),
      string_agg(float8send(coalesce(c.price_idr, -1)::float8), ''),
      string_agg(int4send(coalesce(c.mileage_km, -1)), ''),
      string_agg(int4send(c.year), ''),
      json_build_object(
        'status', json_agg(c.status), 'transmission', json_agg(c.transmission),
        'fuel', json_agg(c.fuel), 'bodyType', json_agg(c.body_type), 'brand', json_agg(c.brand),
        'model', json_agg(c.model), 'variant', json_agg(c.variant), 'color', json_agg(c.color),
        'location', json_agg(c.location), 'displayCode', json_agg(c.display_code))
    FROM (SELECT * FROM cars WHERE tenant_id = p_tenant AND changed_in >= p_since ORDER BY id) AS c
  ) AS packed LEFT JOIN catalogue_versions v ON v.tenant_id = p_tenant;
END $$;

-- The cards of published cars, in the order of the ids.
CREATE FUNCTION list_cards(p_tenant uuid, p_ids uuid[]) RETURNS json LANGUAGE plpgsql AS $$
BEGIN
  PERFORM enter_tenant(p_tenant);
  RETURN (
    SELECT coalesce(json_agg(card ORDER BY array_position(p_ids, card.id)), '[]') FROM (
      SELECT c.id, c.slug, c.display_code AS "displayCode", c.brand, c.model, c.variant, c.year,
        c.status, c.price_idr AS "priceIdr", c.credit_price_idr AS "creditPriceIdr",
        c.transmission, c.fuel, c.body_type AS "bodyType", c.color, c.mileage_km AS "mileageKm",
        c.engine_cc AS "engineCc", c.plate, c.location, c.listed_at AS "listedAt",
        (SELECT p.url FROM car_photos p
         WHERE p.tenant_id = p_tenant AND p.car_id = c.id AND p.is_primary) AS photo
      FROM cars c
      WHERE c.tenant_id = p_tenant AND c.id = ANY (p_ids) AND c.status IN ('available', 'booking')
    ) AS card);
END $$;

REVOKE ALL ON FUNCTION enter_tenant(uuid), stock_columns(uuid, bigint), list_cards(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enter_tenant(uuid), stock_columns(uuid, bigint), list_cards(uuid, uuid[]) TO autoleads_app;
