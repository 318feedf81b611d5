-- When a car is to be published by itself, and when to be taken back.
CREATE TABLE "car_schedules" (
    "tenant_id" UUID NOT NULL,
    "car_id" UUID NOT NULL,
    "publish_at" TIMESTAMPTZ(3),
    "unpublish_at" TIMESTAMPTZ(3),
    "set_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "car_schedules_pkey" PRIMARY KEY ("tenant_id","car_id")
);
ALTER TABLE "car_schedules" ADD CONSTRAINT "car_schedules_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "car_schedules" ADD CONSTRAINT "car_schedules_tenant_id_car_id_fkey" FOREIGN KEY ("tenant_id", "car_id") REFERENCES "cars"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "car_schedules" ADD CONSTRAINT "car_schedules_tenant_id_set_by_id_fkey" FOREIGN KEY ("tenant_id", "set_by_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE car_schedules
  ADD CONSTRAINT car_schedules_moments_check CHECK (coalesce(publish_at, unpublish_at) IS NOT NULL),
  ADD CONSTRAINT car_schedules_order_check CHECK (unpublish_at > publish_at);

-- What staff said of the steps of a car's preparation; of a step without a row nothing was said.
CREATE TABLE "preparation_steps" (
    "tenant_id" UUID NOT NULL,
    "car_id" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "state" TEXT,
    "assignee_id" UUID,
    "note" TEXT,
    "due_on" DATE,
    "done_at" TIMESTAMPTZ(3),
    "done_by_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "preparation_steps_pkey" PRIMARY KEY ("tenant_id","car_id","step")
);
ALTER TABLE "preparation_steps" ADD CONSTRAINT "preparation_steps_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "preparation_steps" ADD CONSTRAINT "preparation_steps_tenant_id_car_id_fkey" FOREIGN KEY ("tenant_id", "car_id") REFERENCES "cars"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "preparation_steps" ADD CONSTRAINT "preparation_steps_tenant_id_assignee_id_fkey" FOREIGN KEY ("tenant_id", "assignee_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "preparation_steps" ADD CONSTRAINT "preparation_steps_tenant_id_done_by_id_fkey" FOREIGN KEY ("tenant_id", "done_by_id") REFERENCES "staff"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE preparation_steps
  ADD CONSTRAINT preparation_steps_step_check CHECK (step IN ('inspection', 'detailing', 'photos', 'price')),
  ADD CONSTRAINT preparation_steps_state_check CHECK (state IN ('to_do', 'in_progress', 'done'));

-- Cars that are on offer already were prepared before there was a board; row-level security binds
-- an owner who is no superuser as well.
ALTER TABLE cars NO FORCE ROW LEVEL SECURITY;
INSERT INTO preparation_steps (tenant_id, car_id, step, state, done_at, updated_at)
SELECT tenant_id, id, step, 'done', listed_at, listed_at
FROM cars, unnest(ARRAY['inspection', 'detailing']) AS step WHERE status IN ('available', 'booking');
ALTER TABLE cars FORCE ROW LEVEL SECURITY;

-- Queries of lists that staff keep under a name.
CREATE TABLE "saved_filters" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "staff_id" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" JSONB NOT NULL,
    "is_shared" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "saved_filters_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "saved_filters_tenant_id_staff_id_list_name_key" ON "saved_filters"("tenant_id", "staff_id", "list", "name");
ALTER TABLE "saved_filters" ADD CONSTRAINT "saved_filters_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "saved_filters" ADD CONSTRAINT "saved_filters_tenant_id_staff_id_fkey" FOREIGN KEY ("tenant_id", "staff_id") REFERENCES "staff"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE saved_filters
  ADD CONSTRAINT saved_filters_list_check CHECK (list IN ('cars', 'leads'));

-- What staff were told of taxes and STNK that fall due, once for each day and stage.
CREATE TABLE "tax_reminders" (
    "tenant_id" UUID NOT NULL,
    "car_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "days_before" SMALLINT NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "tax_reminders_pkey" PRIMARY KEY ("tenant_id","car_id","kind","due_on","days_before")
);
ALTER TABLE "tax_reminders" ADD CONSTRAINT "tax_reminders_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "tax_reminders" ADD CONSTRAINT "tax_reminders_tenant_id_car_id_fkey" FOREIGN KEY ("tenant_id", "car_id") REFERENCES "cars"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE tax_reminders
  ADD CONSTRAINT tax_reminders_kind_check CHECK (kind IN ('annual_tax', 'stnk')),
  ADD CONSTRAINT tax_reminders_days_before_check CHECK (days_before IN (30, 7, 1, 0));

-- What falls due is found by its day.
CREATE INDEX cars_annual_tax_due ON cars (tenant_id, annual_tax_until) WHERE annual_tax_until IS NOT NULL AND status IN ('available', 'booking');
CREATE INDEX cars_stnk_due ON cars (tenant_id, stnk_until) WHERE stnk_until IS NOT NULL AND status IN ('available', 'booking');

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['car_schedules', 'preparation_steps', 'saved_filters', 'tax_reminders'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant_isolation ON %I
      USING (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid))
      WITH CHECK (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON car_schedules, saved_filters TO autoleads_app;
GRANT SELECT, INSERT, UPDATE ON preparation_steps TO autoleads_app;
GRANT SELECT, INSERT ON tax_reminders TO autoleads_app;

-- The ids of the dealerships that are open at a moment, for what each of them has done every day.
-- No more is told.
CREATE FUNCTION open_tenants(p_at timestamptz)
RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.id FROM public.tenants t
  WHERE t.status = 'active' OR (t.status = 'trial' AND (t.trial_ends_at IS NULL OR t.trial_ends_at > p_at))
  ORDER BY t.id DESC
$$;
GRANT CREATE ON SCHEMA public TO autoleads_system;
ALTER FUNCTION open_tenants(timestamptz) OWNER TO autoleads_system;
REVOKE CREATE ON SCHEMA public FROM autoleads_system;
REVOKE ALL ON FUNCTION open_tenants(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_tenants(timestamptz) TO autoleads_app;
