-- Roles. autoleads_app serves requests: it owns nothing and cannot pass row-level security.
-- autoleads_system owns the few look-ups that see more than one tenant, and cannot log in.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'autoleads_app') THEN
    CREATE ROLE autoleads_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'autoleads_system') THEN
    CREATE ROLE autoleads_system NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;
  END IF;
END $$;
GRANT autoleads_system TO CURRENT_USER;
-- A generic plan costs forty times as much for a large tenant among small ones.
ALTER ROLE autoleads_app SET plan_cache_mode = force_custom_plan;

-- Values.
ALTER TABLE tenants
  ADD CONSTRAINT tenants_status_check CHECK (status IN ('trial', 'active', 'suspended', 'expired')),
  ADD CONSTRAINT tenants_trial_check CHECK (status <> 'trial' OR trial_ends_at IS NOT NULL),
  ADD CONSTRAINT tenants_slug_check CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$');
ALTER TABLE domains
  ADD CONSTRAINT domains_host_check CHECK (host = lower(host) AND host !~ '[:/ ]' AND host !~ '\.$' AND length(host) BETWEEN 1 AND 253);
ALTER TABLE staff
  ADD CONSTRAINT staff_role_check CHECK (role IN ('owner', 'admin', 'sales')),
  ADD CONSTRAINT staff_status_check CHECK (status IN ('invited', 'active', 'inactive')),
  ADD CONSTRAINT staff_password_check CHECK (status <> 'active' OR password_hash IS NOT NULL),
  ADD CONSTRAINT staff_email_check CHECK (email = lower(email));
ALTER TABLE cars
  ALTER COLUMN features SET NOT NULL,
  ADD CONSTRAINT cars_status_check CHECK (status IN ('draft', 'available', 'booking', 'sold')),
  ADD CONSTRAINT cars_price_check CHECK (price_idr > 0),
  ADD CONSTRAINT cars_published_price_check CHECK (status = 'draft' OR price_idr IS NOT NULL),
  ADD CONSTRAINT cars_credit_price_check CHECK (credit_price_idr > 0),
  ADD CONSTRAINT cars_cost_check CHECK (cost_idr >= 0),
  ADD CONSTRAINT cars_year_check CHECK (year BETWEEN 1900 AND 2200),
  ADD CONSTRAINT cars_transmission_check CHECK (transmission IN ('manual', 'automatic', 'semi_automatic', 'cvt', 'dct', 'other')),
  ADD CONSTRAINT cars_fuel_check CHECK (fuel IN ('petrol', 'diesel', 'hybrid', 'plugin_hybrid', 'electric', 'lpg', 'other')),
  ADD CONSTRAINT cars_body_type_check CHECK (body_type IN ('hatchback', 'sedan', 'suv', 'mpv', 'pickup', 'coupe', 'convertible', 'wagon', 'van', 'truck', 'other')),
  ADD CONSTRAINT cars_bpkb_check CHECK (bpkb IN ('available', 'in_process', 'held_by_lender', 'missing')),
  ADD CONSTRAINT cars_mileage_check CHECK (mileage_km >= 0),
  ADD CONSTRAINT cars_engine_check CHECK (engine_cc > 0),
  ADD CONSTRAINT cars_owner_number_check CHECK (owner_number > 0);
CREATE UNIQUE INDEX car_photos_one_primary ON car_photos (tenant_id, car_id) WHERE is_primary;
ALTER TABLE leads
  ALTER COLUMN tags SET NOT NULL,
  ADD CONSTRAINT leads_source_check CHECK (source IN ('website', 'whatsapp', 'walk_in', 'phone', 'referral', 'other')),
  ADD CONSTRAINT leads_status_check CHECK (status IN ('new', 'hot', 'warm', 'cold', 'closed', 'lost')),
  ADD CONSTRAINT leads_lost_check CHECK (status <> 'lost' OR lost_reason IS NOT NULL),
  ADD CONSTRAINT leads_identity_check CHECK (phone IS NOT NULL OR whatsapp_lid IS NOT NULL);
ALTER TABLE enquiries
  ADD CONSTRAINT enquiries_kind_check CHECK (kind IN ('question', 'test_drive', 'credit', 'cash_offer', 'trade_in'));
ALTER TABLE messages
  ADD CONSTRAINT messages_direction_check CHECK (direction IN ('inbound', 'outbound')),
  ADD CONSTRAINT messages_kind_check CHECK (kind IN ('text', 'button', 'media', 'location', 'poll'));

-- The public order of a stock, one index a sort; the predicate keeps drafts and sold cars out.
CREATE INDEX cars_public_newest ON cars (tenant_id, listed_at DESC, id DESC) WHERE status IN ('available', 'booking');
CREATE INDEX cars_public_price ON cars (tenant_id, coalesce(price_idr, 0), id) WHERE status IN ('available', 'booking');
CREATE INDEX cars_public_year ON cars (tenant_id, year DESC, id DESC) WHERE status IN ('available', 'booking');
CREATE INDEX cars_public_mileage ON cars (tenant_id, coalesce(mileage_km, 2147483647), id) WHERE status IN ('available', 'booking');

-- Row-level security. Without app.tenant_id a query sees no rows.
DO $$
DECLARE t text;
BEGIN
  FOR t IN
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'tenant_id'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_isolation ON %I
         USING (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid))
         WITH CHECK (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
  END LOOP;
END $$;
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON tenants
  USING (id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
  WITH CHECK (id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY system_access ON tenants TO autoleads_system USING (true) WITH CHECK (true);
CREATE POLICY system_access ON domains TO autoleads_system USING (true) WITH CHECK (true);
CREATE POLICY system_read ON catalogue_versions FOR SELECT TO autoleads_system USING (true);

-- Grants: what the code uses and no more.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO autoleads_app, autoleads_system;
GRANT SELECT ON tenants, domains TO autoleads_app;
GRANT SELECT, UPDATE ON catalogue_versions, stock_counters TO autoleads_app;
GRANT SELECT, INSERT, UPDATE ON staff TO autoleads_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON refresh_tokens, login_failures TO autoleads_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON cars, car_photos TO autoleads_app;
GRANT SELECT, INSERT, DELETE ON car_slugs TO autoleads_app;
GRANT SELECT, INSERT, UPDATE ON leads, conversations TO autoleads_app;
GRANT SELECT, INSERT ON enquiries, lead_notes, messages TO autoleads_app;
GRANT UPDATE (car_id) ON enquiries TO autoleads_app;
GRANT SELECT ON whatsapp_devices TO autoleads_app;
GRANT SELECT, INSERT, UPDATE ON tenants, domains TO autoleads_system;
GRANT DELETE ON domains TO autoleads_system;
GRANT SELECT, INSERT ON catalogue_versions, stock_counters, staff, whatsapp_devices TO autoleads_system;

-- Catalogue version: caches are keyed by it, so a change commits together with its invalidation.
CREATE FUNCTION advance_catalogue_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE catalogue_versions SET version = version + 1
  WHERE tenant_id IN (SELECT tenant_id FROM changed);
  RETURN NULL;
END $$;
CREATE TRIGGER cars_inserted AFTER INSERT ON cars REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION advance_catalogue_version();
CREATE TRIGGER cars_updated AFTER UPDATE ON cars REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION advance_catalogue_version();
CREATE TRIGGER cars_deleted AFTER DELETE ON cars REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION advance_catalogue_version();
CREATE TRIGGER car_photos_inserted AFTER INSERT ON car_photos REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION advance_catalogue_version();
CREATE TRIGGER car_photos_updated AFTER UPDATE ON car_photos REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION advance_catalogue_version();
CREATE TRIGGER car_photos_deleted AFTER DELETE ON car_photos REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION advance_catalogue_version();

-- The one look-up that serves every request: a registered domain first, else a slug.
CREATE FUNCTION find_tenant(p_host text, p_slug text)
RETURNS TABLE (
  id uuid, slug text, name text, status text, "trialEndsAt" timestamptz, "timeZone" text,
  phone text, "whatsappNumber" text, email text, address text, city text, "openingHours" jsonb,
  hosts text[], "catalogueVersion" bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH found AS (
    SELECT d.tenant_id, 0 AS preference FROM public.domains d WHERE d.host = p_host
    UNION ALL
    SELECT t.id, 1 FROM public.tenants t WHERE t.slug = p_slug
    ORDER BY preference LIMIT 1
  )
  SELECT t.id, t.slug, t.name, t.status, t.trial_ends_at, t.time_zone,
         t.phone, t.whatsapp_number, t.email, t.address, t.city, t.opening_hours,
         ARRAY(SELECT d.host FROM public.domains d WHERE d.tenant_id = t.id ORDER BY d.is_primary DESC, d.host),
         coalesce((SELECT v.version FROM public.catalogue_versions v WHERE v.tenant_id = t.id), 0)
  FROM found f JOIN public.tenants t ON t.id = f.tenant_id
$$;
GRANT CREATE ON SCHEMA public TO autoleads_system;
ALTER FUNCTION find_tenant(text, text) OWNER TO autoleads_system;
REVOKE CREATE ON SCHEMA public FROM autoleads_system;
REVOKE ALL ON FUNCTION find_tenant(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_tenant(text, text) TO autoleads_app, autoleads_system;
