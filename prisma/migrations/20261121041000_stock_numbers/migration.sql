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

-- Every price that a car was given, whoever gave it, at the moment that its writer says.
CREATE TABLE "car_prices" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "car_id" UUID NOT NULL,
    "price_idr" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "car_prices_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "car_prices_tenant_id_car_id_at_id_idx" ON "car_prices"("tenant_id", "car_id", "at", "id");
ALTER TABLE "car_prices" ADD CONSTRAINT "car_prices_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "car_prices" ADD CONSTRAINT "car_prices_tenant_id_car_id_fkey" FOREIGN KEY ("tenant_id", "car_id") REFERENCES "cars"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
-- Of a car that is there already, what is known is its present price; row-level security binds an
-- owner who is no superuser as well.
ALTER TABLE cars NO FORCE ROW LEVEL SECURITY;
INSERT INTO car_prices (tenant_id, car_id, price_idr, at)
SELECT tenant_id, id, price_idr, updated_at FROM cars WHERE price_idr IS NOT NULL;
ALTER TABLE cars FORCE ROW LEVEL SECURITY;

ALTER TABLE car_prices ENABLE ROW LEVEL SECURITY;
ALTER TABLE car_prices FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON car_prices
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT ON car_prices TO autoleads_app;

CREATE FUNCTION note_first_prices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO car_prices (tenant_id, car_id, price_idr, at)
  SELECT tenant_id, id, price_idr, created_at FROM changed WHERE price_idr IS NOT NULL;
  RETURN NULL;
END $$;
CREATE FUNCTION note_new_prices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO car_prices (tenant_id, car_id, price_idr, at)
  SELECT c.tenant_id, c.id, c.price_idr, c.updated_at
  FROM changed c JOIN former f ON f.tenant_id = c.tenant_id AND f.id = c.id
  WHERE c.price_idr IS NOT NULL AND c.price_idr IS DISTINCT FROM f.price_idr;
  RETURN NULL;
END $$;
CREATE TRIGGER cars_first_prices AFTER INSERT ON cars REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_first_prices();
CREATE TRIGGER cars_new_prices AFTER UPDATE ON cars REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_new_prices();

-- What the cars on offer were worth at the end of a day of the dealership's calendar.
CREATE TABLE "stock_values" (
    "tenant_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "cars" INTEGER NOT NULL,
    "value_idr" BIGINT NOT NULL,
    "cost_idr" BIGINT NOT NULL,
    CONSTRAINT "stock_values_pkey" PRIMARY KEY ("tenant_id","day")
);
ALTER TABLE "stock_values" ADD CONSTRAINT "stock_values_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE stock_values ENABLE ROW LEVEL SECURITY;
ALTER TABLE stock_values FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON stock_values
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT ON stock_values TO autoleads_app;
