-- A change of many cars at once: what it would do to each, and what it did.
CREATE TABLE "bulk_changes" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "change" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'previewed',
    "counts" JSONB NOT NULL DEFAULT '{}',
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "applied_at" TIMESTAMPTZ(3),
    "undone_at" TIMESTAMPTZ(3),
    CONSTRAINT "bulk_changes_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "bulk_changes_tenant_id_created_at_id_idx" ON "bulk_changes"("tenant_id", "created_at" DESC, "id" DESC);
ALTER TABLE "bulk_changes" ADD CONSTRAINT "bulk_changes_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "bulk_changes" ADD CONSTRAINT "bulk_changes_tenant_id_created_by_id_fkey" FOREIGN KEY ("tenant_id", "created_by_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- Outlasts the car, so that one that was removed meanwhile is named.
CREATE TABLE "bulk_change_cars" (
    "tenant_id" UUID NOT NULL,
    "bulk_change_id" UUID NOT NULL,
    "car_id" UUID NOT NULL,
    "display_code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "status_before" TEXT NOT NULL,
    "status_after" TEXT NOT NULL,
    "price_before" BIGINT,
    "price_after" BIGINT,
    "listed_before" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    CONSTRAINT "bulk_change_cars_pkey" PRIMARY KEY ("tenant_id","bulk_change_id","car_id")
);
ALTER TABLE "bulk_change_cars" ADD CONSTRAINT "bulk_change_cars_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "bulk_change_cars" ADD CONSTRAINT "bulk_change_cars_tenant_id_bulk_change_id_fkey" FOREIGN KEY ("tenant_id", "bulk_change_id") REFERENCES "bulk_changes"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- How often the page of a car was read, by day of the dealership's calendar and in all.
CREATE TABLE "car_views" (
    "tenant_id" UUID NOT NULL,
    "car_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "views" INTEGER NOT NULL,
    CONSTRAINT "car_views_pkey" PRIMARY KEY ("tenant_id","car_id","day")
);
CREATE INDEX "car_views_tenant_id_day_idx" ON "car_views"("tenant_id", "day");
ALTER TABLE "car_views" ADD CONSTRAINT "car_views_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "car_views" ADD CONSTRAINT "car_views_tenant_id_car_id_fkey" FOREIGN KEY ("tenant_id", "car_id") REFERENCES "cars"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TABLE "car_view_totals" (
    "tenant_id" UUID NOT NULL,
    "car_id" UUID NOT NULL,
    "views" BIGINT NOT NULL,
    CONSTRAINT "car_view_totals_pkey" PRIMARY KEY ("tenant_id","car_id")
);
ALTER TABLE "car_view_totals" ADD CONSTRAINT "car_view_totals_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "car_view_totals" ADD CONSTRAINT "car_view_totals_tenant_id_car_id_fkey" FOREIGN KEY ("tenant_id", "car_id") REFERENCES "cars"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Values.
ALTER TABLE bulk_changes
  ADD CONSTRAINT bulk_changes_status_check CHECK (status IN ('previewed', 'applied', 'undone'));
ALTER TABLE bulk_change_cars
  ADD CONSTRAINT bulk_change_cars_outcome_check CHECK (outcome IN ('planned', 'unchanged', 'refused', 'changed', 'left', 'undone', 'kept'));
ALTER TABLE car_views ADD CONSTRAINT car_views_views_check CHECK (views > 0);
ALTER TABLE car_view_totals ADD CONSTRAINT car_view_totals_views_check CHECK (views > 0);

ALTER TABLE bulk_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON bulk_changes
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
ALTER TABLE bulk_change_cars ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_change_cars FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON bulk_change_cars
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
ALTER TABLE car_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE car_views FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON car_views
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
ALTER TABLE car_view_totals ENABLE ROW LEVEL SECURITY;
ALTER TABLE car_view_totals FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON car_view_totals
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON bulk_changes, car_views TO autoleads_app;
GRANT SELECT, INSERT, UPDATE ON bulk_change_cars, car_view_totals TO autoleads_app;

-- What the list of cars to look at reads of each car on offer, and which have a first photo.
CREATE INDEX cars_looked_at ON cars (tenant_id, listed_at, id)
  INCLUDE (price_idr, year, brand, model, annual_tax_until, stnk_until)
  WHERE status IN ('available', 'booking');
CREATE INDEX car_photos_first ON car_photos (tenant_id, car_id) WHERE position = 0;

-- A car that came in as sold has a sale without a buyer; row-level security binds an owner who is no
-- superuser as well.
ALTER TABLE cars NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenants NO FORCE ROW LEVEL SECURITY;
ALTER TABLE car_sales NO FORCE ROW LEVEL SECURITY;
INSERT INTO car_sales (tenant_id, car_id, car_title, price_idr, sold_on, created_at)
SELECT c.tenant_id, c.id, concat_ws(' ', c.year, c.brand, c.model, c.variant), c.price_idr,
  (coalesce(c.sold_at, c.updated_at) AT TIME ZONE t.time_zone)::date, coalesce(c.sold_at, c.updated_at)
FROM cars c JOIN tenants t ON t.id = c.tenant_id
WHERE c.status = 'sold' AND NOT EXISTS (
  SELECT FROM car_sales s WHERE s.tenant_id = c.tenant_id AND s.car_id = c.id AND s.reopened_at IS NULL);
ALTER TABLE car_sales FORCE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
ALTER TABLE cars FORCE ROW LEVEL SECURITY;
