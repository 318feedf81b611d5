-- How a dealership's buyers may pay by instalments; without a row the usual rules count.
CREATE TABLE "credit_rules" (
    "tenant_id" UUID NOT NULL,
    "rules" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "credit_rules_pkey" PRIMARY KEY ("tenant_id")
);
ALTER TABLE "credit_rules" ADD CONSTRAINT "credit_rules_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE credit_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE credit_rules FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON credit_rules
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON credit_rules TO autoleads_app;

-- What is simulated by them is part of what caches hold.
CREATE TRIGGER credit_rules_inserted AFTER INSERT ON credit_rules REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION advance_catalogue_version();
CREATE TRIGGER credit_rules_updated AFTER UPDATE ON credit_rules REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION advance_catalogue_version();
CREATE TRIGGER credit_rules_deleted AFTER DELETE ON credit_rules REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION advance_catalogue_version();
