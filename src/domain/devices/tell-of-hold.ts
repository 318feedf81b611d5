import type { TenantScope } from "../../db/index.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { notifyStaff } from "../notifications/notify-staff.ts";
import { rolesWith } from "../staff/permissions.ts";
import type { HeldReason } from "./lock-device.ts";

const REASONS: Record<HeldReason, string> = {
  disconnected: "terputus dari WhatsApp. Pindai kode QR untuk menghubungkannya kembali",
  quota: "kehabisan kuota di gateway. Tambah kuota agar pesan terkirim",
  token: "ditolak oleh gateway karena tokennya tidak berlaku. Perbarui tokennya",
};

/** The staff who look after the devices. */
export const deviceKeepers = ({ db, tenant }: TenantScope) =>
  db.staff.findMany({
    where: {
      ...{ tenantId: tenant.id, status: "active" },
      role: { in: rolesWith("devices:manage") },
    },
    select: { id: true },
  });

/** Tells the keepers of the devices, once for each time a device is stopped. */
export async function tellOfHold(
  scope: TenantScope,
  secrets: Pick<Secrets, "seal">,
  { id, label, reason }: { id: string; label: string; reason: HeldReason },
): Promise<void> {
  const words = REASONS[reason];
  for (const { id: staffId } of await deviceKeepers(scope)) {
    await notifyStaff(scope, secrets, {
      ...{ staffId, kind: "device_disconnected" },
      subject: `WhatsApp ${label} berhenti mengirim`,
      text: `Nomor WhatsApp ${label} ${words}. Pesan keluar ditahan dan terkirim sendiri setelahnya.`,
      occasion: `${id}:${scope.now.toISOString()}`,
    });
  }
}
