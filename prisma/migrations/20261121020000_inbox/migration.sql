-- The inbox: what the gateway posts, what is sent through it, who answers, and until when.
DROP INDEX "conversations_tenant_id_lead_id_device_id_key";
DROP INDEX "whatsapp_devices_tenant_id_token_hash_key";
DROP INDEX "leads_tenant_id_assignee_id_last_activity_at_idx";
ALTER TABLE "conversations" ADD COLUMN     "car_confidence" DOUBLE PRECISION,
ADD COLUMN     "car_evidence" TEXT,
ADD COLUMN     "car_id" UUID,
ADD COLUMN     "car_set_at" TIMESTAMPTZ(3),
ADD COLUMN     "car_set_by_id" UUID,
ADD COLUMN     "is_on_whatsapp" BOOLEAN,
ADD COLUMN     "person" TEXT;
ALTER TABLE "leads" ADD COLUMN     "assigned_at" TIMESTAMPTZ(3),
ADD COLUMN     "auto_answered_at" TIMESTAMPTZ(3),
ADD COLUMN     "awaiting_since" TIMESTAMPTZ(3),
ADD COLUMN     "escalated_at" TIMESTAMPTZ(3),
ADD COLUMN     "escalations" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "first_reply_open_seconds" INTEGER,
ADD COLUMN     "last_inbound_at" TIMESTAMPTZ(3),
ADD COLUMN     "merged_into_id" UUID,
ADD COLUMN     "opted_out_at" TIMESTAMPTZ(3),
ADD COLUMN     "reminded_at" TIMESTAMPTZ(3),
ADD COLUMN     "reply_due_at" TIMESTAMPTZ(3);
ALTER TABLE "messages" ADD COLUMN     "automatic" TEXT,
ADD COLUMN     "car_id" UUID,
ADD COLUMN     "failure_reason" TEXT,
ADD COLUMN     "gateway_id" TEXT,
ADD COLUMN     "inbox_id" TEXT,
ADD COLUMN     "media_id" UUID,
ADD COLUMN     "quoted_message_id" UUID,
ADD COLUMN     "scheduled_at" TIMESTAMPTZ(3),
ADD COLUMN     "send_attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "state_id" TEXT,
ADD COLUMN     "status" TEXT,
ADD COLUMN     "status_at" TIMESTAMPTZ(3);
ALTER TABLE "whatsapp_devices" ADD COLUMN     "connection" TEXT NOT NULL DEFAULT 'unknown',
ADD COLUMN     "connection_at" TIMESTAMPTZ(3),
ADD COLUMN     "connection_reason" TEXT,
ADD COLUMN     "held_reason" TEXT,
ADD COLUMN     "held_since" TIMESTAMPTZ(3),
ADD COLUMN     "next_send_at" TIMESTAMPTZ(3),
ADD COLUMN     "quota" INTEGER,
ADD COLUMN     "quota_checked_at" TIMESTAMPTZ(3),
ADD COLUMN     "send_interval_ms" INTEGER NOT NULL DEFAULT 1500;
CREATE TABLE "webhook_tokens" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "device_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    CONSTRAINT "webhook_tokens_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "webhook_events" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "device_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retry_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    CONSTRAINT "webhook_events_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "early_statuses" (
    "tenant_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "gateway_id" TEXT NOT NULL,
    "state_id" TEXT,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "early_statuses_pkey" PRIMARY KEY ("tenant_id","device_id","gateway_id")
);
CREATE TABLE "media_files" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "status" TEXT NOT NULL,
    "source_url" TEXT,
    "filename" TEXT,
    "content_type" TEXT,
    "bytes" INTEGER,
    "storage_key" TEXT,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fetch_before" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "stored_at" TIMESTAMPTZ(3),
    "uploaded_by_id" UUID,
    CONSTRAINT "media_files_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "lead_events" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "lead_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',
    CONSTRAINT "lead_events_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "lead_tasks" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "lead_id" UUID NOT NULL,
    "assignee_id" UUID,
    "title" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "done_by_id" UUID,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "lead_tasks_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "lead_merges" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kept_id" UUID NOT NULL,
    "merged_id" UUID NOT NULL,
    "moved" JSONB NOT NULL,
    "merged_by_id" UUID,
    "merged_at" TIMESTAMPTZ(3) NOT NULL,
    "undone_by_id" UUID,
    "undone_at" TIMESTAMPTZ(3),
    CONSTRAINT "lead_merges_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "live_events" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "transaction" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "kind" TEXT NOT NULL,
    "lead_id" UUID,
    "assignee_id" UUID,
    "previous_assignee_id" UUID,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "live_events_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "inbox_settings" (
    "tenant_id" UUID NOT NULL,
    "settings" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "inbox_settings_pkey" PRIMARY KEY ("tenant_id")
);
CREATE TABLE "staff_availability" (
    "tenant_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "is_busy" BOOLEAN NOT NULL DEFAULT false,
    "max_open_leads" INTEGER,
    "last_assigned_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "staff_availability_pkey" PRIMARY KEY ("tenant_id","staff_id")
);
CREATE TABLE "calendar_periods" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE NOT NULL,
    "opening_hours" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "calendar_periods_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "shifts" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "staff_id" UUID NOT NULL,
    "period_id" UUID,
    "weekday" INTEGER NOT NULL,
    "starts_at" TEXT NOT NULL,
    "ends_at" TEXT NOT NULL,
    "break_from" TEXT,
    "break_to" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "shifts_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "canned_replies" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "canned_replies_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "notifications" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "staff_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "occasion" TEXT NOT NULL,
    "content_sealed" TEXT,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    CONSTRAINT "notifications_pkey" PRIMARY KEY ("tenant_id","id")
);
-- Forced row-level security would hide the rows from the owner who moves them.
ALTER TABLE whatsapp_devices NO FORCE ROW LEVEL SECURITY;
ALTER TABLE conversations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE messages NO FORCE ROW LEVEL SECURITY;
INSERT INTO webhook_tokens (tenant_id, device_id, token_hash, created_at)
  SELECT tenant_id, id, token_hash, created_at FROM whatsapp_devices WHERE disabled_at IS NULL;
ALTER TABLE whatsapp_devices DROP COLUMN token_hash;
UPDATE conversations c SET person = coalesce(l.phone, l.whatsapp_lid, 'erased:' || c.id)
  FROM leads l WHERE l.tenant_id = c.tenant_id AND l.id = c.lead_id;
ALTER TABLE conversations ALTER COLUMN person SET NOT NULL;
UPDATE messages SET status = 'recorded', status_at = sent_at WHERE direction = 'outbound';
UPDATE leads SET awaiting_since = first_inbound_at, last_inbound_at = first_inbound_at
  WHERE first_reply_at IS NULL AND first_inbound_at IS NOT NULL;
ALTER TABLE whatsapp_devices FORCE ROW LEVEL SECURITY;
ALTER TABLE conversations FORCE ROW LEVEL SECURITY;
ALTER TABLE leads FORCE ROW LEVEL SECURITY;
ALTER TABLE messages FORCE ROW LEVEL SECURITY;
CREATE INDEX "webhook_tokens_tenant_id_device_id_idx" ON "webhook_tokens"("tenant_id", "device_id");
CREATE UNIQUE INDEX "webhook_tokens_tenant_id_token_hash_key" ON "webhook_tokens"("tenant_id", "token_hash");
CREATE INDEX "lead_events_tenant_id_lead_id_at_id_idx" ON "lead_events"("tenant_id", "lead_id", "at", "id");
CREATE INDEX "lead_tasks_tenant_id_lead_id_due_at_idx" ON "lead_tasks"("tenant_id", "lead_id", "due_at");
CREATE INDEX "lead_tasks_tenant_id_assignee_id_due_at_idx" ON "lead_tasks"("tenant_id", "assignee_id", "due_at");
CREATE INDEX "lead_merges_tenant_id_kept_id_merged_at_idx" ON "lead_merges"("tenant_id", "kept_id", "merged_at");
CREATE INDEX "lead_merges_tenant_id_merged_id_idx" ON "lead_merges"("tenant_id", "merged_id");
CREATE INDEX "live_events_tenant_id_transaction_id_idx" ON "live_events"("tenant_id", "transaction", "id");
CREATE INDEX "calendar_periods_tenant_id_starts_on_idx" ON "calendar_periods"("tenant_id", "starts_on");
CREATE INDEX "shifts_tenant_id_staff_id_weekday_idx" ON "shifts"("tenant_id", "staff_id", "weekday");
CREATE UNIQUE INDEX "canned_replies_tenant_id_name_key" ON "canned_replies"("tenant_id", "name");
CREATE INDEX "notifications_tenant_id_staff_id_id_idx" ON "notifications"("tenant_id", "staff_id", "id");
CREATE UNIQUE INDEX "notifications_tenant_id_staff_id_kind_occasion_key" ON "notifications"("tenant_id", "staff_id", "kind", "occasion");
CREATE INDEX "leads_tenant_id_assignee_id_last_activity_at_id_idx" ON "leads"("tenant_id", "assignee_id", "last_activity_at" DESC, "id" DESC);
CREATE INDEX "conversations_tenant_id_lead_id_idx" ON "conversations"("tenant_id", "lead_id");
CREATE UNIQUE INDEX "conversations_tenant_id_device_id_person_key" ON "conversations"("tenant_id", "device_id", "person");
ALTER TABLE "leads" ADD CONSTRAINT "leads_tenant_id_merged_into_id_fkey" FOREIGN KEY ("tenant_id", "merged_into_id") REFERENCES "leads"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "webhook_tokens" ADD CONSTRAINT "webhook_tokens_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "webhook_tokens" ADD CONSTRAINT "webhook_tokens_tenant_id_device_id_fkey" FOREIGN KEY ("tenant_id", "device_id") REFERENCES "whatsapp_devices"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "early_statuses" ADD CONSTRAINT "early_statuses_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "early_statuses" ADD CONSTRAINT "early_statuses_tenant_id_device_id_fkey" FOREIGN KEY ("tenant_id", "device_id") REFERENCES "whatsapp_devices"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_tenant_id_car_id_fkey" FOREIGN KEY ("tenant_id", "car_id") REFERENCES "cars"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_tenant_id_car_set_by_id_fkey" FOREIGN KEY ("tenant_id", "car_set_by_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "messages" ADD CONSTRAINT "messages_tenant_id_quoted_message_id_fkey" FOREIGN KEY ("tenant_id", "quoted_message_id") REFERENCES "messages"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "messages" ADD CONSTRAINT "messages_tenant_id_car_id_fkey" FOREIGN KEY ("tenant_id", "car_id") REFERENCES "cars"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "messages" ADD CONSTRAINT "messages_tenant_id_media_id_fkey" FOREIGN KEY ("tenant_id", "media_id") REFERENCES "media_files"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "media_files" ADD CONSTRAINT "media_files_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "media_files" ADD CONSTRAINT "media_files_tenant_id_uploaded_by_id_fkey" FOREIGN KEY ("tenant_id", "uploaded_by_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "lead_events" ADD CONSTRAINT "lead_events_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "lead_events" ADD CONSTRAINT "lead_events_tenant_id_lead_id_fkey" FOREIGN KEY ("tenant_id", "lead_id") REFERENCES "leads"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "lead_tasks" ADD CONSTRAINT "lead_tasks_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "lead_tasks" ADD CONSTRAINT "lead_tasks_tenant_id_lead_id_fkey" FOREIGN KEY ("tenant_id", "lead_id") REFERENCES "leads"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "lead_tasks" ADD CONSTRAINT "lead_tasks_tenant_id_assignee_id_fkey" FOREIGN KEY ("tenant_id", "assignee_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "lead_tasks" ADD CONSTRAINT "lead_tasks_tenant_id_done_by_id_fkey" FOREIGN KEY ("tenant_id", "done_by_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "lead_tasks" ADD CONSTRAINT "lead_tasks_tenant_id_created_by_id_fkey" FOREIGN KEY ("tenant_id", "created_by_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "lead_merges" ADD CONSTRAINT "lead_merges_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "lead_merges" ADD CONSTRAINT "lead_merges_tenant_id_kept_id_fkey" FOREIGN KEY ("tenant_id", "kept_id") REFERENCES "leads"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "lead_merges" ADD CONSTRAINT "lead_merges_tenant_id_merged_id_fkey" FOREIGN KEY ("tenant_id", "merged_id") REFERENCES "leads"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "lead_merges" ADD CONSTRAINT "lead_merges_tenant_id_merged_by_id_fkey" FOREIGN KEY ("tenant_id", "merged_by_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "lead_merges" ADD CONSTRAINT "lead_merges_tenant_id_undone_by_id_fkey" FOREIGN KEY ("tenant_id", "undone_by_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "live_events" ADD CONSTRAINT "live_events_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "live_events" ADD CONSTRAINT "live_events_tenant_id_lead_id_fkey" FOREIGN KEY ("tenant_id", "lead_id") REFERENCES "leads"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "inbox_settings" ADD CONSTRAINT "inbox_settings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "staff_availability" ADD CONSTRAINT "staff_availability_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "staff_availability" ADD CONSTRAINT "staff_availability_tenant_id_staff_id_fkey" FOREIGN KEY ("tenant_id", "staff_id") REFERENCES "staff"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "calendar_periods" ADD CONSTRAINT "calendar_periods_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "shifts" ADD CONSTRAINT "shifts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "shifts" ADD CONSTRAINT "shifts_tenant_id_staff_id_fkey" FOREIGN KEY ("tenant_id", "staff_id") REFERENCES "staff"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "shifts" ADD CONSTRAINT "shifts_tenant_id_period_id_fkey" FOREIGN KEY ("tenant_id", "period_id") REFERENCES "calendar_periods"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "canned_replies" ADD CONSTRAINT "canned_replies_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "canned_replies" ADD CONSTRAINT "canned_replies_tenant_id_created_by_id_fkey" FOREIGN KEY ("tenant_id", "created_by_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_tenant_id_staff_id_fkey" FOREIGN KEY ("tenant_id", "staff_id") REFERENCES "staff"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Values.
ALTER TABLE messages
  ADD CONSTRAINT messages_status_check CHECK ((direction = 'inbound') = (status IS NULL)
    AND status IN ('recorded', 'scheduled', 'queued', 'held', 'sending', 'doubtful', 'sent', 'delivered', 'read', 'failed', 'cancelled')),
  ADD CONSTRAINT messages_automatic_check CHECK (automatic IN ('greeting', 'out_of_hours', 'opt_out', 'opt_in')),
  DROP CONSTRAINT messages_kind_check,
  ADD CONSTRAINT messages_kind_check CHECK (kind IN ('text', 'button', 'media', 'location', 'poll', 'car_card', 'submission'));
ALTER TABLE whatsapp_devices
  ADD CONSTRAINT whatsapp_devices_connection_check CHECK (connection IN ('unknown', 'connected', 'disconnected')),
  ADD CONSTRAINT whatsapp_devices_held_check CHECK (held_reason IN ('disconnected', 'quota', 'token')),
  ADD CONSTRAINT whatsapp_devices_interval_check CHECK (send_interval_ms BETWEEN 0 AND 600000);
ALTER TABLE webhook_events
  ADD CONSTRAINT webhook_events_kind_check CHECK (kind IN ('message', 'status', 'device', 'submission'));
ALTER TABLE media_files
  ADD CONSTRAINT media_files_status_check CHECK (status IN ('pending', 'stored', 'refused', 'lost')),
  ADD CONSTRAINT media_files_stored_check CHECK (status <> 'stored' OR storage_key IS NOT NULL);
ALTER TABLE notifications
  ADD CONSTRAINT notifications_channel_check CHECK (channel IN ('whatsapp', 'email', 'sms')),
  ADD CONSTRAINT notifications_status_check CHECK (status IN ('queued', 'sending', 'sent', 'failed', 'doubtful'));
ALTER TABLE shifts
  ADD CONSTRAINT shifts_weekday_check CHECK (weekday BETWEEN 1 AND 7);
ALTER TABLE calendar_periods
  ADD CONSTRAINT calendar_periods_days_check CHECK (ends_on >= starts_on);
ALTER TABLE leads
  ADD CONSTRAINT leads_merge_check CHECK (merged_into_id <> id);

CREATE INDEX messages_gateway_id ON messages (tenant_id, gateway_id) WHERE gateway_id IS NOT NULL;
CREATE INDEX messages_state_id ON messages (tenant_id, state_id) WHERE state_id IS NOT NULL;
CREATE INDEX messages_unsent ON messages (tenant_id, conversation_id, id)
  WHERE status IN ('scheduled', 'queued', 'held', 'sending', 'doubtful');
CREATE INDEX leads_awaiting ON leads (tenant_id, reply_due_at) WHERE awaiting_since IS NOT NULL;
CREATE INDEX leads_backlog ON leads (tenant_id, coalesce(awaiting_since, created_at), id)
  WHERE assignee_id IS NULL AND status NOT IN ('closed', 'lost') AND erased_at IS NULL AND merged_into_id IS NULL;
CREATE INDEX leads_open ON leads (tenant_id, assignee_id)
  WHERE status NOT IN ('closed', 'lost') AND erased_at IS NULL AND merged_into_id IS NULL;
-- The inbox's order of those who wait, of all and of each: whoever has no due time comes last.
CREATE INDEX leads_due ON leads
  (tenant_id, (coalesce(reply_due_at, timestamptz '2286-11-20 17:46:39.999+00')), id)
  WHERE awaiting_since IS NOT NULL;
CREATE INDEX leads_due_of ON leads
  (tenant_id, assignee_id, (coalesce(reply_due_at, timestamptz '2286-11-20 17:46:39.999+00')), id)
  WHERE awaiting_since IS NOT NULL;
CREATE INDEX leads_merged_into ON leads (tenant_id, merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX messages_media ON messages (tenant_id, media_id) WHERE media_id IS NOT NULL;
CREATE INDEX notifications_unheard ON notifications (tenant_id, status, id) WHERE status IN ('failed', 'doubtful');
CREATE INDEX lead_tasks_open ON lead_tasks (tenant_id, due_at, id) WHERE done_at IS NULL;
CREATE INDEX lead_tasks_done ON lead_tasks (tenant_id, due_at, id) WHERE done_at IS NOT NULL;
-- What nobody has worked in, however much that failed is kept.
CREATE INDEX webhook_events_waiting ON webhook_events (tenant_id, id) WHERE failed_at IS NULL;
CREATE INDEX media_files_pending ON media_files (tenant_id, id) WHERE status = 'pending';

-- A queue: its rows come and go, and its dead ones are to be swept before they are many.
ALTER TABLE webhook_events SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Row-level security of the tables above that hold rows of tenants.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['webhook_tokens', 'webhook_events', 'early_statuses', 'media_files', 'lead_events',
                           'lead_tasks', 'lead_merges', 'live_events', 'inbox_settings', 'staff_availability',
                           'calendar_periods', 'shifts', 'canned_replies', 'notifications']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_isolation ON %I
         USING (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid))
         WITH CHECK (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
  END LOOP;
END $$;
CREATE POLICY system_read ON webhook_tokens FOR SELECT TO autoleads_system USING (true);
CREATE POLICY system_accept ON webhook_events FOR INSERT TO autoleads_system WITH CHECK (true);
CREATE POLICY system_read ON webhook_events FOR SELECT TO autoleads_system USING (true);

-- Grants: what the code uses and no more. Events of a lead's timeline are added and read.
GRANT SELECT ON webhook_tokens TO autoleads_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_tokens TO autoleads_system;
GRANT UPDATE (secret_hash, gateway_token_sealed, disabled_at) ON whatsapp_devices TO autoleads_system;
GRANT UPDATE (connection, connection_at, connection_reason, held_since, held_reason, send_interval_ms,
              next_send_at, quota, quota_checked_at) ON whatsapp_devices TO autoleads_app;
GRANT SELECT, UPDATE, DELETE ON webhook_events TO autoleads_app;
GRANT INSERT, SELECT (tenant_id, received_at, retry_at, failed_at) ON webhook_events TO autoleads_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON early_statuses, media_files, lead_tasks, shifts,
  calendar_periods, canned_replies TO autoleads_app;
GRANT SELECT, INSERT, UPDATE ON lead_merges, inbox_settings, staff_availability TO autoleads_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON notifications TO autoleads_app;
GRANT SELECT, INSERT, DELETE ON live_events TO autoleads_app;
GRANT SELECT, INSERT ON lead_events TO autoleads_app;
GRANT UPDATE (lead_id, details) ON lead_events TO autoleads_app;
GRANT UPDATE (lead_id) ON lead_notes TO autoleads_app;
GRANT UPDATE (lead_id, car_id, status, status_at, failure_reason, send_attempts, gateway_id, state_id,
              media_id, sent_at, scheduled_at)
  ON messages TO autoleads_app;

-- Takes in what the gateway posted to any dealerships at once, in one commit. A row is kept for
-- whom the token in its address belongs to, and for nobody else: without a token no tenant is reached.
CREATE FUNCTION accept_events(
  p_tenants uuid[], p_tokens bytea[], p_ids uuid[], p_kinds text[], p_types text[], p_bodies text[],
  p_at timestamptz[])
RETURNS TABLE (id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH known AS MATERIALIZED (
    SELECT given.*, token.device_id
    FROM unnest(p_tenants, p_tokens, p_ids, p_kinds, p_types, p_bodies, p_at)
      AS given(tenant_id, token_hash, id, kind, content_type, body, received_at)
    JOIN public.webhook_tokens token ON token.tenant_id = given.tenant_id
      AND token.token_hash = given.token_hash
      AND (token.expires_at IS NULL OR token.expires_at > given.received_at)
  ),
  kept AS (
    INSERT INTO public.webhook_events (tenant_id, id, device_id, kind, content_type, body, received_at)
    SELECT tenant_id, id, device_id, kind, content_type, body, received_at FROM known
  )
  SELECT id FROM known
$$;

-- Which dealerships have events that nobody has worked in yet, received before a moment. No more is told.
CREATE FUNCTION tenants_with_events(p_before timestamptz)
RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT tenant_id FROM public.webhook_events
  WHERE failed_at IS NULL AND received_at <= p_before AND (retry_at IS NULL OR retry_at <= p_before)
$$;

GRANT CREATE ON SCHEMA public TO autoleads_system;
ALTER FUNCTION accept_events(uuid[], bytea[], uuid[], text[], text[], text[], timestamptz[]) OWNER TO autoleads_system;
ALTER FUNCTION tenants_with_events(timestamptz) OWNER TO autoleads_system;
REVOKE CREATE ON SCHEMA public FROM autoleads_system;
REVOKE ALL ON FUNCTION accept_events(uuid[], bytea[], uuid[], text[], text[], text[], timestamptz[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION tenants_with_events(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accept_events(uuid[], bytea[], uuid[], text[], text[], text[], timestamptz[]) TO autoleads_app;
GRANT EXECUTE ON FUNCTION tenants_with_events(timestamptz) TO autoleads_app;
