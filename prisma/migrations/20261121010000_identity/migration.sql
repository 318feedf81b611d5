-- Sessions: one row a login; its refresh tokens follow one another.
CREATE TABLE "sessions" (
  "tenant_id" UUID NOT NULL,
  "id" UUID NOT NULL DEFAULT uuidv7(),
  "staff_id" UUID NOT NULL,
  "device" TEXT,
  "ip" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "revoked_at" TIMESTAMPTZ(3),
  CONSTRAINT "sessions_pkey" PRIMARY KEY ("tenant_id", "id"),
  CONSTRAINT "sessions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "sessions_tenant_id_staff_id_fkey" FOREIGN KEY ("tenant_id", "staff_id") REFERENCES "staff"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "sessions_tenant_id_staff_id_idx" ON "sessions"("tenant_id", "staff_id");

-- Forced row-level security would hide the rows from the owner who moves them.
ALTER TABLE refresh_tokens NO FORCE ROW LEVEL SECURITY;
INSERT INTO sessions (tenant_id, id, staff_id, created_at, last_used_at, expires_at, revoked_at)
  SELECT tenant_id, family_id, staff_id, min(created_at), max(created_at), max(expires_at),
         CASE WHEN bool_and(revoked_at IS NOT NULL) THEN max(revoked_at) END
  FROM refresh_tokens GROUP BY tenant_id, family_id, staff_id;
DROP INDEX "refresh_tokens_tenant_id_family_id_idx", "refresh_tokens_tenant_id_staff_id_idx";
ALTER TABLE refresh_tokens DROP CONSTRAINT "refresh_tokens_tenant_id_staff_id_fkey";
ALTER TABLE refresh_tokens RENAME COLUMN family_id TO session_id;
ALTER TABLE refresh_tokens DROP COLUMN staff_id, DROP COLUMN expires_at, DROP COLUMN revoked_at;
ALTER TABLE refresh_tokens
  ADD CONSTRAINT "refresh_tokens_tenant_id_session_id_fkey" FOREIGN KEY ("tenant_id", "session_id") REFERENCES "sessions"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "refresh_tokens_tenant_id_session_id_idx" ON "refresh_tokens"("tenant_id", "session_id");
ALTER TABLE refresh_tokens FORCE ROW LEVEL SECURITY;

-- Links sent to a mailbox, good once.
CREATE TABLE "staff_links" (
  "tenant_id" UUID NOT NULL,
  "id" UUID NOT NULL DEFAULT uuidv7(),
  "staff_id" UUID NOT NULL,
  "purpose" TEXT NOT NULL,
  "token_hash" BYTEA NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "used_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "staff_links_pkey" PRIMARY KEY ("tenant_id", "id"),
  CONSTRAINT "staff_links_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "staff_links_tenant_id_staff_id_fkey" FOREIGN KEY ("tenant_id", "staff_id") REFERENCES "staff"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT staff_links_purpose_check CHECK (purpose IN ('invitation', 'password_reset'))
);
CREATE UNIQUE INDEX "staff_links_tenant_id_token_hash_key" ON "staff_links"("tenant_id", "token_hash");
CREATE INDEX "staff_links_tenant_id_staff_id_purpose_idx" ON "staff_links"("tenant_id", "staff_id", "purpose");

ALTER TABLE staff NO FORCE ROW LEVEL SECURITY;
INSERT INTO staff_links (tenant_id, staff_id, purpose, token_hash, expires_at)
  SELECT tenant_id, id, 'invitation', invitation_hash, invitation_expires_at
  FROM staff WHERE invitation_hash IS NOT NULL AND invitation_expires_at IS NOT NULL;
DROP INDEX "staff_tenant_id_invitation_hash_key";
ALTER TABLE staff DROP COLUMN invitation_hash, DROP COLUMN invitation_expires_at;
ALTER TABLE staff ADD COLUMN "password_changed_at" TIMESTAMPTZ(3);
ALTER TABLE staff FORCE ROW LEVEL SECURITY;
-- Which roles there are is said by the table of permissions alone.
ALTER TABLE staff DROP CONSTRAINT staff_role_check,
  ADD CONSTRAINT staff_role_check CHECK (role ~ '^[a-z][a-z_]{1,30}$');

-- Two-factor login.
CREATE TABLE "totp_credentials" (
  "tenant_id" UUID NOT NULL,
  "staff_id" UUID NOT NULL,
  "seed_sealed" TEXT NOT NULL,
  "confirmed_at" TIMESTAMPTZ(3),
  "last_used_step" BIGINT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "totp_credentials_pkey" PRIMARY KEY ("tenant_id", "staff_id"),
  CONSTRAINT "totp_credentials_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "totp_credentials_tenant_id_staff_id_fkey" FOREIGN KEY ("tenant_id", "staff_id") REFERENCES "staff"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE TABLE "recovery_codes" (
  "tenant_id" UUID NOT NULL,
  "id" UUID NOT NULL DEFAULT uuidv7(),
  "staff_id" UUID NOT NULL,
  "code_hash" BYTEA NOT NULL,
  "used_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("tenant_id", "id"),
  CONSTRAINT "recovery_codes_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "recovery_codes_tenant_id_staff_id_fkey" FOREIGN KEY ("tenant_id", "staff_id") REFERENCES "staff"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "recovery_codes_tenant_id_staff_id_code_hash_key" ON "recovery_codes"("tenant_id", "staff_id", "code_hash");
CREATE TABLE "security_settings" (
  "tenant_id" UUID NOT NULL,
  "two_factor_roles" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "security_settings_pkey" PRIMARY KEY ("tenant_id"),
  CONSTRAINT "security_settings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "api_keys" (
  "tenant_id" UUID NOT NULL,
  "id" UUID NOT NULL DEFAULT uuidv7(),
  "name" TEXT NOT NULL,
  "prefix" TEXT NOT NULL,
  "key_hash" BYTEA NOT NULL,
  "scopes" TEXT[] NOT NULL,
  "requests_per_minute" INTEGER NOT NULL,
  "expires_at" TIMESTAMPTZ(3),
  "last_used_at" TIMESTAMPTZ(3),
  "revoked_at" TIMESTAMPTZ(3),
  "created_by_id" UUID,
  "replaces_id" UUID,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "api_keys_pkey" PRIMARY KEY ("tenant_id", "id"),
  CONSTRAINT "api_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "api_keys_tenant_id_created_by_id_fkey" FOREIGN KEY ("tenant_id", "created_by_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE,
  CONSTRAINT "api_keys_tenant_id_replaces_id_fkey" FOREIGN KEY ("tenant_id", "replaces_id") REFERENCES "api_keys"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE,
  CONSTRAINT api_keys_rate_check CHECK (requests_per_minute > 0)
);
CREATE UNIQUE INDEX "api_keys_tenant_id_prefix_key" ON "api_keys"("tenant_id", "prefix");

-- Who did what. An actor is kept by id and name, so that what happened stays readable.
CREATE TABLE "audit_events" (
  "tenant_id" UUID NOT NULL,
  "id" UUID NOT NULL DEFAULT uuidv7(),
  "at" TIMESTAMPTZ(3) NOT NULL,
  "actor_kind" TEXT NOT NULL,
  "actor_id" UUID,
  "actor_name" TEXT,
  "action" TEXT NOT NULL,
  "subject_type" TEXT NOT NULL,
  "subject_id" UUID,
  "before" JSONB,
  "after" JSONB,
  "ip" TEXT,
  "device" TEXT,
  "request_id" TEXT,
  CONSTRAINT "audit_events_pkey" PRIMARY KEY ("tenant_id", "id"),
  CONSTRAINT "audit_events_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "audit_events_tenant_id_at_id_idx" ON "audit_events"("tenant_id", "at" DESC, "id" DESC);
CREATE INDEX "audit_events_tenant_id_subject_type_subject_id_idx" ON "audit_events"("tenant_id", "subject_type", "subject_id");
CREATE INDEX "audit_events_tenant_id_action_at_id_idx" ON "audit_events"("tenant_id", "action", "at" DESC, "id" DESC);
CREATE INDEX "audit_events_tenant_id_actor_id_at_id_idx" ON "audit_events"("tenant_id", "actor_id", "at" DESC, "id" DESC);
CREATE INDEX "audit_events_tenant_id_request_id_idx" ON "audit_events"("tenant_id", "request_id");

CREATE TABLE "emails" (
  "tenant_id" UUID NOT NULL,
  "id" UUID NOT NULL DEFAULT uuidv7(),
  "kind" TEXT NOT NULL,
  "recipient_hash" BYTEA NOT NULL,
  "content_sealed" TEXT,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "last_error" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "sent_at" TIMESTAMPTZ(3),
  "failed_at" TIMESTAMPTZ(3),
  CONSTRAINT "emails_pkey" PRIMARY KEY ("tenant_id", "id"),
  CONSTRAINT "emails_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "emails_tenant_id_recipient_hash_created_at_idx" ON "emails"("tenant_id", "recipient_hash", "created_at");

ALTER TABLE whatsapp_devices ADD COLUMN "gateway_token_sealed" TEXT;
-- A person who was erased leaves a lead without a name or number, which still counts.
ALTER TABLE leads ADD COLUMN "erased_at" TIMESTAMPTZ(3),
  DROP CONSTRAINT leads_identity_check,
  DROP CONSTRAINT leads_lost_check,
  ADD CONSTRAINT leads_lost_check CHECK (status <> 'lost' OR lost_reason IS NOT NULL OR erased_at IS NOT NULL),
  ADD CONSTRAINT leads_identity_check CHECK (phone IS NOT NULL OR whatsapp_lid IS NOT NULL OR erased_at IS NOT NULL);

-- Keys of the installation: they belong to no tenant, and requests reach them by list_keys alone.
CREATE TABLE "keys" (
  "id" TEXT NOT NULL,
  "purpose" TEXT NOT NULL,
  "public_jwk" JSONB,
  "wrapped" TEXT NOT NULL,
  "activates_at" TIMESTAMPTZ(3) NOT NULL,
  "retires_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "keys_pkey" PRIMARY KEY ("id"),
  CONSTRAINT keys_purpose_check CHECK (purpose IN ('signing', 'sealing'))
);
ALTER TABLE keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE keys FORCE ROW LEVEL SECURITY;
CREATE POLICY system_access ON keys TO autoleads_system USING (true) WITH CHECK (true);

-- Row-level security of the tables above that hold rows of tenants.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['sessions', 'staff_links', 'totp_credentials', 'recovery_codes',
                           'security_settings', 'api_keys', 'audit_events', 'emails']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_isolation ON %I
         USING (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid))
         WITH CHECK (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
  END LOOP;
END $$;

-- Grants: what the code uses and no more. Audit events are added and read, never changed.
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions, staff_links, totp_credentials, recovery_codes TO autoleads_app;
GRANT SELECT, INSERT, UPDATE ON security_settings, api_keys, emails TO autoleads_app;
GRANT SELECT, INSERT ON audit_events TO autoleads_app;
GRANT INSERT ON audit_events TO autoleads_system;
GRANT DELETE ON lead_notes TO autoleads_app;
GRANT UPDATE ON enquiries TO autoleads_app;
GRANT UPDATE (body, identity, media_url, media_filename, latitude, longitude) ON messages TO autoleads_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON keys TO autoleads_system;

CREATE FUNCTION list_keys()
RETURNS TABLE (id text, purpose text, "publicJwk" jsonb, wrapped text, "activatesAt" timestamptz, "retiresAt" timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT k.id, k.purpose, k.public_jwk, k.wrapped, k.activates_at, k.retires_at
  FROM public.keys k ORDER BY k.activates_at, k.id
$$;
GRANT CREATE ON SCHEMA public TO autoleads_system;
ALTER FUNCTION list_keys() OWNER TO autoleads_system;
REVOKE CREATE ON SCHEMA public FROM autoleads_system;
REVOKE ALL ON FUNCTION list_keys() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION list_keys() TO autoleads_app, autoleads_system;

-- Jobs. autoleads_worker takes them from the schema graphile_worker, which it owns nothing of, and
-- sees no table of this one. Its sessions tell which workers live, so a dead host's end soon.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'autoleads_worker') THEN
    CREATE ROLE autoleads_worker NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;
  END IF;
END $$;
GRANT autoleads_worker TO CURRENT_USER;
ALTER ROLE autoleads_worker SET tcp_keepalives_idle = 20;
ALTER ROLE autoleads_worker SET tcp_keepalives_interval = 5;
ALTER ROLE autoleads_worker SET tcp_keepalives_count = 3;

-- The one way from a request to the queue: a job names the tenant that is set, and so do its key,
-- which would replace another's job, and its queue, which would hold another's up.
CREATE FUNCTION enqueue_job(p_task text, p_payload jsonb, p_job_key text, p_run_at timestamptz, p_queue text, p_max_attempts integer)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  tenant text := nullif(current_setting('app.tenant_id', true), '');
BEGIN
  IF tenant IS NULL OR p_payload ->> 'tenantId' IS DISTINCT FROM tenant THEN
    RAISE EXCEPTION 'a job must name the tenant that is set' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM graphile_worker.add_job(
    p_task, payload => p_payload::json, run_at => p_run_at, max_attempts => p_max_attempts,
    job_key => tenant || ':' || p_job_key, queue_name => tenant || ':' || p_queue);
END $$;
GRANT CREATE ON SCHEMA public TO autoleads_worker;
ALTER FUNCTION enqueue_job(text, jsonb, text, timestamptz, text, integer) OWNER TO autoleads_worker;
REVOKE CREATE ON SCHEMA public FROM autoleads_worker;
REVOKE ALL ON FUNCTION enqueue_job(text, jsonb, text, timestamptz, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enqueue_job(text, jsonb, text, timestamptz, text, integer) TO autoleads_app;
