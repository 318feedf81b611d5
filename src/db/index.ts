export { type EventDoor, openEventDoor, type PostedEvent } from "./accept-events.ts";
export { appUrl, workerUrl } from "./app-role.ts";
export { type Database, openDatabase } from "./database.ts";
export { isDatabaseUnavailable, isRefusedByDatabase, uniqueViolation } from "./errors.ts";
export { findTenant, type TenantRecord } from "./find-tenant.ts";
export { findTenantById } from "./find-tenant-by-id.ts";
export { Prisma } from "./generated/client.ts";
export { type KeyRecord, listKeys } from "./list-keys.ts";
export { type ListingDoor, openListingDoor, type PackedCars } from "./listing-door.ts";
export { migrate } from "./migrate.ts";
export { openTenants } from "./open-tenants.ts";
export { tenantsWithEvents } from "./tenants-with-events.ts";
export { type ChangeWatch, watchChanges } from "./watch-changes.ts";
export { type OperatorScope, withOperator } from "./with-operator.ts";
export {
  type Actor,
  NO_ORIGIN,
  type Origin,
  type TenantDb,
  type TenantScope,
  withTenant,
} from "./with-tenant.ts";
