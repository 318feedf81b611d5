-- A car taken for a lead until a time; one hold of a car at once.
CREATE TABLE "car_holds" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "car_id" UUID NOT NULL,
    "lead_id" UUID NOT NULL,
    "taken_by_id" UUID,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "deposit_idr" BIGINT,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    CONSTRAINT "car_holds_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "car_holds_tenant_id_car_id_created_at_idx" ON "car_holds"("tenant_id", "car_id", "created_at");
CREATE INDEX "car_holds_tenant_id_lead_id_idx" ON "car_holds"("tenant_id", "lead_id");
ALTER TABLE "car_holds" ADD CONSTRAINT "car_holds_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "car_holds" ADD CONSTRAINT "car_holds_tenant_id_car_id_fkey" FOREIGN KEY ("tenant_id", "car_id") REFERENCES "cars"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "car_holds" ADD CONSTRAINT "car_holds_tenant_id_lead_id_fkey" FOREIGN KEY ("tenant_id", "lead_id") REFERENCES "leads"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "car_holds" ADD CONSTRAINT "car_holds_tenant_id_taken_by_id_fkey" FOREIGN KEY ("tenant_id", "taken_by_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- Values.
ALTER TABLE car_holds
  ADD CONSTRAINT car_holds_deposit_idr_check CHECK (deposit_idr > 0),
  ADD CONSTRAINT car_holds_outcome_check CHECK (outcome IN ('released', 'expired', 'sold')),
  ADD CONSTRAINT car_holds_ended_check CHECK ((ended_at IS NULL) = (outcome IS NULL));

CREATE UNIQUE INDEX car_holds_active ON car_holds (tenant_id, car_id) WHERE ended_at IS NULL;

ALTER TABLE car_holds ENABLE ROW LEVEL SECURITY;
ALTER TABLE car_holds FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON car_holds
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON car_holds TO autoleads_app;

-- To whom a car was sold, by whom and for how much; a sale that was reopened stays as history.
CREATE TABLE "car_sales" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "car_id" UUID,
    "car_title" TEXT NOT NULL,
    "lead_id" UUID,
    "buyer_name" TEXT,
    "buyer_phone" TEXT,
    "price_idr" BIGINT NOT NULL,
    "salesperson_id" UUID,
    "sold_on" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reopened_at" TIMESTAMPTZ(3),
    "reopened_by_id" UUID,
    "reopen_reason" TEXT,
    CONSTRAINT "car_sales_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "car_sales_tenant_id_car_id_created_at_idx" ON "car_sales"("tenant_id", "car_id", "created_at");
CREATE INDEX "car_sales_tenant_id_lead_id_idx" ON "car_sales"("tenant_id", "lead_id");
CREATE INDEX "car_sales_tenant_id_buyer_phone_idx" ON "car_sales"("tenant_id", "buyer_phone");
ALTER TABLE "car_sales" ADD CONSTRAINT "car_sales_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "car_sales" ADD CONSTRAINT "car_sales_tenant_id_car_id_fkey" FOREIGN KEY ("tenant_id", "car_id") REFERENCES "cars"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "car_sales" ADD CONSTRAINT "car_sales_tenant_id_lead_id_fkey" FOREIGN KEY ("tenant_id", "lead_id") REFERENCES "leads"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "car_sales" ADD CONSTRAINT "car_sales_tenant_id_salesperson_id_fkey" FOREIGN KEY ("tenant_id", "salesperson_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "car_sales" ADD CONSTRAINT "car_sales_tenant_id_reopened_by_id_fkey" FOREIGN KEY ("tenant_id", "reopened_by_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- Values.
ALTER TABLE car_sales
  ADD CONSTRAINT car_sales_price_idr_check CHECK (price_idr > 0),
  ADD CONSTRAINT car_sales_buyer_check CHECK (lead_id IS NULL OR (buyer_name IS NULL AND buyer_phone IS NULL));

CREATE UNIQUE INDEX car_sales_open ON car_sales (tenant_id, car_id) WHERE reopened_at IS NULL;

ALTER TABLE car_sales ENABLE ROW LEVEL SECURITY;
ALTER TABLE car_sales FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON car_sales
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON car_sales TO autoleads_app;
