-- Photos that browsers send to the object store themselves: what was named when their addresses
-- were given, kept until what lies there is swept.
CREATE TABLE "photo_addresses" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "car_id" UUID NOT NULL,
    "files" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "photo_addresses_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "photo_addresses_tenant_id_car_id_idx" ON "photo_addresses"("tenant_id", "car_id");
ALTER TABLE "photo_addresses" ADD CONSTRAINT "photo_addresses_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "photo_addresses" ADD CONSTRAINT "photo_addresses_tenant_id_car_id_fkey" FOREIGN KEY ("tenant_id", "car_id") REFERENCES "cars"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE photo_addresses
  ADD CONSTRAINT photo_addresses_files_check
    CHECK (jsonb_typeof(files) = 'array' AND jsonb_array_length(files) BETWEEN 1 AND 40);

ALTER TABLE photo_addresses ENABLE ROW LEVEL SECURITY;
ALTER TABLE photo_addresses FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON photo_addresses
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON photo_addresses TO autoleads_app;
