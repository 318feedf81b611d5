-- What a dealership's cars cost it besides cars.cost_idr.
CREATE TABLE "car_costs" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "car_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "amount_idr" BIGINT NOT NULL,
    "note" TEXT,
    "spent_on" DATE NOT NULL,
    "created_by_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "car_costs_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "car_costs_tenant_id_car_id_spent_on_id_idx" ON "car_costs"("tenant_id", "car_id", "spent_on", "id");
ALTER TABLE "car_costs" ADD CONSTRAINT "car_costs_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "car_costs" ADD CONSTRAINT "car_costs_tenant_id_car_id_fkey" FOREIGN KEY ("tenant_id", "car_id") REFERENCES "cars"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "car_costs" ADD CONSTRAINT "car_costs_tenant_id_created_by_id_fkey" FOREIGN KEY ("tenant_id", "created_by_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE car_costs
  ADD CONSTRAINT car_costs_kind_check CHECK (kind IN ('purchase', 'repair', 'tax', 'other')),
  ADD CONSTRAINT car_costs_amount_check CHECK (amount_idr > 0);

ALTER TABLE car_costs ENABLE ROW LEVEL SECURITY;
ALTER TABLE car_costs FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON car_costs
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON car_costs TO autoleads_app;
