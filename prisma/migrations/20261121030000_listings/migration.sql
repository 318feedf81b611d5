-- Listings: what changed since when, so that every process knows it without looking everything up.
ALTER TABLE "cars" ADD COLUMN     "changed_in" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "catalogue_versions" ADD COLUMN     "changed_in" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
ADD COLUMN     "removed_in_version" BIGINT NOT NULL DEFAULT 0;
CREATE INDEX "catalogue_versions_changed_in_idx" ON "catalogue_versions"("changed_in");
CREATE INDEX "cars_tenant_id_changed_in_idx" ON "cars"("tenant_id", "changed_in");

-- The transaction that last changed a car: with the oldest one still running at an earlier reading,
-- it tells which cars that reading has not seen.
CREATE FUNCTION note_change_of_car() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_in := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END $$;
CREATE TRIGGER cars_changing BEFORE INSERT OR UPDATE ON cars FOR EACH ROW EXECUTE FUNCTION note_change_of_car();

CREATE OR REPLACE FUNCTION advance_catalogue_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE catalogue_versions
  SET version = version + 1, changed_in = pg_current_xact_id()::text::bigint,
      removed_in_version = CASE WHEN TG_TABLE_NAME = 'cars' AND TG_OP = 'DELETE'
                                THEN version + 1 ELSE removed_in_version END
  WHERE tenant_id IN (SELECT tenant_id FROM changed);
  RETURN NULL;
END $$;

-- What a dealership shows of itself and where is part of what caches hold of it.
CREATE FUNCTION advance_version_of_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE catalogue_versions
  SET version = version + 1, changed_in = pg_current_xact_id()::text::bigint
  WHERE tenant_id IN (SELECT id FROM changed);
  RETURN NULL;
END $$;
CREATE TRIGGER tenants_updated AFTER UPDATE ON tenants REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION advance_version_of_tenant();
CREATE TRIGGER domains_inserted AFTER INSERT ON domains REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION advance_catalogue_version();
CREATE TRIGGER domains_updated AFTER UPDATE ON domains REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION advance_catalogue_version();
CREATE TRIGGER domains_deleted AFTER DELETE ON domains REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION advance_catalogue_version();
GRANT UPDATE (version, changed_in, removed_in_version) ON catalogue_versions TO autoleads_system;
CREATE POLICY system_advance ON catalogue_versions FOR UPDATE TO autoleads_system USING (true) WITH CHECK (true);

-- Told when it commits to whoever listens; what is missed is found by changed_tenants.
CREATE FUNCTION tell_of_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('tenant_changed', NEW.tenant_id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER catalogue_versions_changed AFTER INSERT OR UPDATE ON catalogue_versions FOR EACH ROW EXECUTE FUNCTION tell_of_change();

-- Which dealerships changed in a transaction at or after a number, and from where to ask the next
-- time. There is always a row; without a change its id is null. No more is told.
CREATE FUNCTION changed_tenants(p_since bigint)
RETURNS TABLE (id uuid, version bigint, horizon bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT changed.tenant_id, changed.version, pg_snapshot_xmin(pg_current_snapshot())::text::bigint
  FROM (SELECT) AS always LEFT JOIN public.catalogue_versions changed ON changed.changed_in >= p_since
$$;
GRANT CREATE ON SCHEMA public TO autoleads_system;
ALTER FUNCTION changed_tenants(bigint) OWNER TO autoleads_system;
REVOKE CREATE ON SCHEMA public FROM autoleads_system;
REVOKE ALL ON FUNCTION changed_tenants(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION changed_tenants(bigint) TO autoleads_app;
