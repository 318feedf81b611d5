-- Pictures that staff upload, once a dealership whatever the number of photos, and the photos of
-- cars that wait for them to be rendered.
CREATE TABLE "pictures" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "sha256" TEXT NOT NULL,
    "rotation" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "content_type" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "placeholder" TEXT NOT NULL,
    "renditions" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "pictures_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "photo_uploads" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "car_id" UUID NOT NULL,
    "picture_id" UUID NOT NULL,
    "replaces_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "photo_uploads_pkey" PRIMARY KEY ("tenant_id","id")
);
ALTER TABLE "car_photos" ADD COLUMN "picture_id" UUID;
CREATE UNIQUE INDEX "pictures_tenant_id_sha256_rotation_key" ON "pictures"("tenant_id", "sha256", "rotation");
CREATE INDEX "photo_uploads_tenant_id_car_id_idx" ON "photo_uploads"("tenant_id", "car_id");
CREATE INDEX "photo_uploads_tenant_id_picture_id_idx" ON "photo_uploads"("tenant_id", "picture_id");
CREATE INDEX "car_photos_tenant_id_picture_id_idx" ON "car_photos"("tenant_id", "picture_id");
ALTER TABLE "pictures" ADD CONSTRAINT "pictures_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "photo_uploads" ADD CONSTRAINT "photo_uploads_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "photo_uploads" ADD CONSTRAINT "photo_uploads_tenant_id_car_id_fkey" FOREIGN KEY ("tenant_id", "car_id") REFERENCES "cars"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "photo_uploads" ADD CONSTRAINT "photo_uploads_tenant_id_picture_id_fkey" FOREIGN KEY ("tenant_id", "picture_id") REFERENCES "pictures"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "car_photos" ADD CONSTRAINT "car_photos_tenant_id_picture_id_fkey" FOREIGN KEY ("tenant_id", "picture_id") REFERENCES "pictures"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- Values.
ALTER TABLE pictures
  ADD CONSTRAINT pictures_status_check CHECK (status IN ('waiting', 'ready')),
  ADD CONSTRAINT pictures_rotation_check CHECK (rotation IN (0, 90, 180, 270)),
  ADD CONSTRAINT pictures_size_check CHECK (width > 0 AND height > 0 AND bytes > 0);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['pictures', 'photo_uploads']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant_isolation ON %I
      USING (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid))
      WITH CHECK (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON pictures TO autoleads_app;
GRANT SELECT, INSERT, DELETE ON photo_uploads TO autoleads_app;
