-- Who wants to hear of a car by WhatsApp: of its price, or that it or one like it is there again.
CREATE TABLE "car_subscriptions" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "lead_id" UUID NOT NULL,
    "car_id" UUID,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "phone" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "car_title" TEXT NOT NULL,
    "brand" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "told_price_idr" BIGINT,
    "asked_at" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),
    "notified_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "car_subscriptions_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "car_subscriptions_tenant_id_phone_code_key" ON "car_subscriptions"("tenant_id", "phone", "code");
CREATE INDEX "car_subscriptions_tenant_id_lead_id_idx" ON "car_subscriptions"("tenant_id", "lead_id");
CREATE INDEX "car_subscriptions_tenant_id_car_id_idx" ON "car_subscriptions"("tenant_id", "car_id");
CREATE INDEX "car_subscriptions_tenant_id_created_at_id_idx" ON "car_subscriptions"("tenant_id", "created_at", "id");
ALTER TABLE "car_subscriptions" ADD CONSTRAINT "car_subscriptions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "car_subscriptions" ADD CONSTRAINT "car_subscriptions_tenant_id_lead_id_fkey" FOREIGN KEY ("tenant_id", "lead_id") REFERENCES "leads"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "car_subscriptions" ADD CONSTRAINT "car_subscriptions_tenant_id_car_id_fkey" FOREIGN KEY ("tenant_id", "car_id") REFERENCES "cars"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- Values.
ALTER TABLE car_subscriptions
  ADD CONSTRAINT car_subscriptions_kind_check CHECK (kind IN ('price_drop', 'back_in_stock')),
  ADD CONSTRAINT car_subscriptions_status_check CHECK (status IN ('pending', 'confirmed', 'ended'));
ALTER TABLE messages
  DROP CONSTRAINT messages_automatic_check,
  ADD CONSTRAINT messages_automatic_check CHECK (automatic IN ('greeting', 'out_of_hours', 'opt_out', 'opt_in',
    'subscription_request', 'subscribed', 'unsubscribed', 'price_drop', 'back_in_stock'));

-- Those that a change of the stock may call for.
CREATE INDEX car_subscriptions_confirmed ON car_subscriptions (tenant_id, id) WHERE status = 'confirmed';

ALTER TABLE car_subscriptions ENABLE ROW LEVEL SECURITY;
ALTER TABLE car_subscriptions FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON car_subscriptions
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON car_subscriptions TO autoleads_app;
