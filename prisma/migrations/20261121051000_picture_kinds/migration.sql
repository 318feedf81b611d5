-- Pictures of which an area is covered, and a JPEG of each picture.
ALTER TABLE "pictures" ADD COLUMN "plate" TEXT NOT NULL DEFAULT '';
DROP INDEX "pictures_tenant_id_sha256_rotation_key";
CREATE UNIQUE INDEX "pictures_tenant_id_sha256_rotation_plate_key" ON "pictures"("tenant_id", "sha256", "rotation", "plate");
ALTER TABLE pictures
  ADD CONSTRAINT pictures_plate_check CHECK (plate ~ '^(|\d{1,5}(x\d{1,5}){3})$');

-- Pictures that were rendered before have no JPEG: a job makes what a picture lacks, those of one
-- dealership one after another. Where there is no queue yet there is no picture either.
ALTER TABLE pictures NO FORCE ROW LEVEL SECURITY;
DO $$
DECLARE picture record;
BEGIN
  IF to_regnamespace('graphile_worker') IS NULL THEN RETURN; END IF;
  FOR picture IN SELECT tenant_id, id FROM pictures WHERE status = 'ready' ORDER BY tenant_id, id
  LOOP
    PERFORM graphile_worker.add_job(
      'renderPicture',
      payload => json_build_object('tenantId', picture.tenant_id, 'pictureId', picture.id),
      max_attempts => 12,
      job_key => picture.tenant_id || ':picture:' || picture.id,
      queue_name => picture.tenant_id || ':pictures');
  END LOOP;
END $$;
ALTER TABLE pictures FORCE ROW LEVEL SECURITY;

-- Public answers name the JPEG when it is there.
CREATE TRIGGER pictures_updated AFTER UPDATE ON pictures REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION advance_catalogue_version();
