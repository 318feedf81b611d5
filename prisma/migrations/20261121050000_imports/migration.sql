-- Files of stock that are taken in by a job, what each changed, so that it can be undone, and how a
-- dealership's files are to be read.
CREATE TABLE "stock_imports" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "dry_run" BOOLEAN NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_bytes" INTEGER NOT NULL,
    "has_source" BOOLEAN NOT NULL DEFAULT false,
    "has_rejected" BOOLEAN NOT NULL DEFAULT false,
    "options" JSONB NOT NULL,
    "header" TEXT[],
    "requested_by" JSONB NOT NULL,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "rows_total" INTEGER NOT NULL DEFAULT 0,
    "report" JSONB,
    "failure" TEXT,
    "may_undo" BOOLEAN NOT NULL DEFAULT false,
    "undo_report" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "undone_at" TIMESTAMPTZ(3),
    CONSTRAINT "stock_imports_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "stock_import_changes" (
    "tenant_id" UUID NOT NULL,
    "import_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "created" JSONB NOT NULL,
    "updated" JSONB NOT NULL,
    CONSTRAINT "stock_import_changes_pkey" PRIMARY KEY ("tenant_id","import_id","position")
);
CREATE TABLE "stock_columns" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "header_hash" TEXT NOT NULL,
    "header" TEXT[],
    "columns" JSONB NOT NULL,
    "constants" JSONB NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "stock_columns_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "stock_columns_tenant_id_header_hash_key" ON "stock_columns"("tenant_id", "header_hash");
ALTER TABLE "stock_imports" ADD CONSTRAINT "stock_imports_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "stock_import_changes" ADD CONSTRAINT "stock_import_changes_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "stock_import_changes" ADD CONSTRAINT "stock_import_changes_tenant_id_import_id_fkey" FOREIGN KEY ("tenant_id", "import_id") REFERENCES "stock_imports"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "stock_columns" ADD CONSTRAINT "stock_columns_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Values.
ALTER TABLE stock_imports
  ADD CONSTRAINT stock_imports_state_check CHECK (state IN
    ('waiting', 'reading', 'writing', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
  ADD CONSTRAINT stock_imports_size_check CHECK (file_bytes >= 0 AND rows_done >= 0 AND rows_total >= 0);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['stock_imports', 'stock_import_changes', 'stock_columns']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant_isolation ON %I
      USING (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid))
      WITH CHECK (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON stock_imports, stock_columns TO autoleads_app;
GRANT SELECT, INSERT, DELETE ON stock_import_changes TO autoleads_app;

-- Whether a conversation or a message is about a car is asked of each car that is removed.
CREATE INDEX conversations_about_car ON conversations (tenant_id, car_id) WHERE car_id IS NOT NULL;
CREATE INDEX messages_about_car ON messages (tenant_id, car_id) WHERE car_id IS NOT NULL;
