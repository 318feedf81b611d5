// biome-ignore-all lint/suspicious/noTemplateCurlyInString: guards are quoted from other files.
/** A guard in the code, and the tests of which at least one must notice that it is gone. */
interface Guard {
  /** What passes without it. */
  lets: string;
  file: string;
  /** As it stands in the file, once. */
  guard: string;
  /** What takes its place; nothing unless told. */
  instead?: string;
  suites: string[];
}

const TOKENS = "src/infra/access-tokens.ts";
const ANSWERS = "src/http/public-answers.ts";
const FRONT_DOOR = "src/http/front-door.ts";
const READ_GET = "src/http/listener/read-get.ts";
const LISTENER = ["http/listener", "unit/listener"];
const CARDS = "src/domain/cars/public-cards.ts";
const ATTACK = ["isolation/routes"];
const LOGIN = ["http/login", "http/sessions"];
const TWO_FACTOR = ["http/two-factor"];

export const GUARDS: Guard[] = [
  {
    ...{ lets: "a token of another dealership in", file: TOKENS, suites: ATTACK },
    guard: "          audience: tenantId,\n",
  },
  {
    ...{ lets: "a token of another issuer in", file: TOKENS, suites: ATTACK },
    guard: "          issuer: ISSUER,\n",
  },
  {
    ...{ lets: "a half-done login's token in", file: TOKENS, suites: ATTACK },
    guard: "          typ: TYPES[use],\n",
  },
  {
    ...{ lets: "somebody deactivated in", file: "src/domain/staff/find-actor.ts" },
    guard: "      AND s.status = 'active'",
    suites: [...ATTACK, ...LOGIN],
  },
  {
    ...{ lets: "an ended login in", file: "src/domain/staff/find-actor.ts" },
    guard: " AND l.revoked_at IS NULL",
    suites: LOGIN,
  },
  {
    ...{ lets: "somebody else's login in", file: "src/domain/staff/find-actor.ts" },
    guard: "      AND l.staff_id = ${staffId}::uuid AND",
    instead: "      AND",
    suites: ATTACK,
  },
  {
    ...{ lets: "everybody do everything", file: "src/http/middleware/require-permission.ts" },
    guard: "!allows(actor, permission)",
    instead: "false && !allows(actor, permission)",
    suites: ATTACK,
  },
  {
    ...{ lets: "nobody in particular call as staff", file: "src/http/middleware/authenticate.ts" },
    guard: "  if (!actor) throw unauthenticated();\n",
    instead: "  if (!actor) return { kind: 'staff' } as never;\n",
    suites: ATTACK,
  },
  {
    ...{ lets: "a suspended dealership work", file: "src/http/middleware/resolve-tenant.ts" },
    guard: '    assertOpen(c.get("tenant"), clock());\n',
    instead: "    void clock, assertOpen;\n",
    suites: ["http/tenants"],
  },
  {
    ...{ lets: "a refresh token be used twice", file: "src/domain/staff/refresh-session.ts" },
    guard: "tokenHash, usedAt: null }",
    instead: "tokenHash }",
    suites: LOGIN,
  },
  {
    ...{ lets: "a thief keep the login", file: "src/domain/staff/refresh-session.ts" },
    guard: "  await revokeSession(scope, id);\n",
    instead: "  void revokeSession;\n",
    suites: LOGIN,
  },
  {
    ...{ lets: "an ended login be refreshed", file: "src/domain/staff/refresh-session.ts" },
    guard: "id: sessionId, revokedAt: null,",
    instead: "id: sessionId,",
    suites: LOGIN,
  },
  {
    ...{ lets: "guesses go on without end", file: "src/domain/staff/attempt-lock.ts" },
    guard: "  if (row.failures > ATTEMPTS) throw locked(row.locked_until, now);\n",
    suites: ["http/login", "http/login-limits"],
  },
  {
    ...{ lets: "any password in", file: "src/domain/staff/log-in.ts" },
    guard: "if (!matches || !account || !tenantId) throw wrong();",
    instead: "if (!account || !tenantId) throw wrong();\n  void matches;",
    suites: LOGIN,
  },
  {
    ...{ lets: "somebody in without the second factor", file: "src/domain/staff/log-in.ts" },
    guard: "if (hasTwoFactor) {",
    instead: "if (hasTwoFactor && account.name === '') {",
    suites: TWO_FACTOR,
  },
  {
    lets: "a code be used twice",
    file: "src/domain/staff/two-factor/check-second-factor.ts",
    guard: "        OR: [{ lastUsedStep: null }, { lastUsedStep: { lt: step } }],\n",
    suites: TWO_FACTOR,
  },
  {
    lets: "a recovery code be used twice",
    file: "src/domain/staff/two-factor/check-second-factor.ts",
    guard: "codeHash: hashToken(code), usedAt: null }",
    instead: "codeHash: hashToken(code) }",
    suites: TWO_FACTOR,
  },
  {
    lets: "a challenge outlive the password",
    file: "src/domain/staff/complete-log-in.ts",
    guard: "changedAt !== null && changedAt > issuedAt",
    instead: "changedAt !== null && changedAt < new Date(0) && changedAt > issuedAt",
    suites: TWO_FACTOR,
  },
  {
    lets: "staff work without the second factor that is asked of them",
    file: "src/http/middleware/require-second-factor.ts",
    guard: "actor.twoFactor.required && !actor.twoFactor.enabled",
    instead: "actor.twoFactor.required && actor.twoFactor.enabled",
    suites: TWO_FACTOR,
  },
  {
    ...{ lets: "a link be used twice", file: "src/domain/staff/staff-links.ts" },
    guard: "  ...{ usedAt: null, expiresAt: { gt: now } },\n",
    instead: "  ...{ expiresAt: { gt: now } },\n",
    suites: ["http/password-reset", "http/invitations", "http/login"],
  },
  {
    ...{ lets: "a link be used past its end", file: "src/domain/staff/staff-links.ts" },
    guard: "  ...{ usedAt: null, expiresAt: { gt: now } },\n",
    instead: "  ...{ usedAt: null, createdAt: { lte: now } },\n",
    suites: ["http/password-reset"],
  },
  {
    ...{ lets: "an invitation reset a password", file: "src/domain/staff/staff-links.ts" },
    guard: "tokenHash: hashToken(token), purpose },\n  ...{ usedAt",
    instead: "tokenHash: hashToken(token), purpose: purpose && undefined },\n  ...{ usedAt",
    suites: ["http/password-reset"],
  },
  {
    ...{ lets: "logins outlive the password", file: "src/domain/staff/reset-password.ts" },
    guard: "await revokeSessionsOf(scope, staff.id);",
    instead: "(void revokeSessionsOf, 0);",
    suites: ["http/password-reset"],
  },
  {
    ...{ lets: "pages of others use the cookie", file: "src/http/session-cookie.ts" },
    guard: "  if (token) assertSameOrigin(deps, c);\n",
    instead: "  void deps, assertSameOrigin;\n",
    suites: ["http/sessions"],
  },
  {
    ...{ lets: "scripts read the cookie", file: "src/http/session-cookie.ts" },
    guard: ", httpOnly: true }",
    instead: " }",
    suites: ["http/sessions"],
  },
  {
    ...{ lets: "an API key's prefix alone in", file: "src/domain/api-keys/find-api-key.ts" },
    guard: "if (!row || !isRight) return null;",
    instead: "if (!row) return null;\n  void isRight;",
    suites: ["isolation/routes", "http/api-keys"],
  },
  {
    ...{ lets: "an ended API key in", file: "src/domain/api-keys/find-api-key.ts" },
    guard: "where: { ...where, ...liveAt(now) },",
    instead: "where: liveAt(now) && where,",
    suites: ["isolation/routes", "http/api-keys"],
  },
  {
    ...{ lets: "an API key do what it was not given", file: "src/domain/staff/permissions.ts" },
    guard: " && actor.scopes.includes(permission)",
    suites: ["isolation/routes", "http/api-keys"],
  },
  {
    ...{ lets: "sales see each other's leads", file: "src/domain/leads/visible-leads.ts" },
    guard: "(leads.assignee_id IS NULL OR leads.assignee_id = ${actor.id}::uuid)",
    instead: "(leads.assignee_id IS NULL OR ${actor.id}::uuid IS NOT NULL)",
    suites: ["http/leads-visibility"],
  },
  {
    ...{ lets: "an admin make owners", file: "src/domain/staff/assert-may-manage.ts" },
    guard: 'roles.includes("owner") && ',
    instead: "roles.length > 9 && ",
    suites: ["http/login"],
  },
  {
    ...{ lets: "secrets move between tenants", file: "src/domain/keys/sealed-columns.ts" },
    guard: "`${tenantId}/${column}`",
    instead: "`${tenantId && ''}/${column}`",
    suites: ["http/keys"],
  },
  {
    ...{ lets: "secrets move between columns", file: "src/domain/keys/sealed-columns.ts" },
    guard: "`${tenantId}/${column}`",
    instead: "`${tenantId}/${column && ''}`",
    suites: ["http/keys"],
  },
  {
    ...{ lets: "secrets into the audit log", file: "src/domain/audit/audited-state.ts" },
    guard: 'if (SECRET.test(field)) return "[secret]";',
    instead: "void SECRET;",
    suites: ["unit/audited-state", "http/audit"],
  },
  {
    ...{ lets: "buyers into the audit log", file: "src/domain/audit/audited-state.ts" },
    guard: 'PERSONAL[subject]?.test(field) ? "[personal]" : value',
    instead: "PERSONAL[subject] && value",
    suites: ["http/audit"],
  },
  {
    ...{ lets: "a deed go unrecorded", file: "src/domain/cars/delete-car.ts" },
    guard: "await recordAuditEvent(",
    instead: "void (",
    suites: ["http/audit"],
  },
  {
    ...{ lets: "one cache serve all dealerships", file: ANSWERS },
    guard: "`public:${tenant.id}:${tenant.catalogueVersion}:${name}`",
    instead: "`public:${tenant.id && ''}:${tenant.catalogueVersion}:${name}`",
    suites: ["isolation/cache"],
  },
  {
    ...{ lets: "what is made for one dealership be given to another", file: ANSWERS },
    guard: "`${id}:${catalogueVersion}:${name}`",
    instead: "`${id && ''}:${name && ''}`",
    suites: ["isolation/cache", "http/public-answers"],
  },
  {
    ...{ lets: "an answer outlive the stock it shows", file: ANSWERS },
    guard: "isCurrent && ",
    suites: ["http/public-answers"],
  },
  {
    ...{
      lets: "a card from before its car changed out",
      file: CARDS,
      suites: ["http/listing-columns"],
    },
    guard: "found?.version === version",
    instead: "found",
  },
  {
    ...{ lets: "a suspended dealership's answers out", file: FRONT_DOOR },
    guard: " || !isOpen(tenant, clock)",
    suites: ["http/public-answers"],
  },
  {
    ...{ lets: "a bad key in where an answer is ready", file: FRONT_DOOR },
    guard: ` || asked["authorization"] !== undefined`,
    suites: ["http/public-answers"],
  },
  {
    ...{ lets: "pages of strangers read answers that are ready", file: FRONT_DOOR },
    guard: " && isOwnOrigin(tenant, BASE_DOMAIN, origin)",
    suites: ["http/public-answers"],
  },
  {
    ...{ lets: "a request in another one's body", file: READ_GET },
    guard: "BEYOND.has(name) || ",
    suites: LISTENER,
  },
  {
    ...{ lets: "the second of two Host headers decide", file: READ_GET },
    guard: " || name in fields",
    suites: LISTENER,
  },
  {
    ...{ lets: "all visitors count as one", file: "src/http/listener/peers.ts" },
    guard: "found && address !== undefined ? { ...found, address } : found",
    instead: "found",
    suites: LISTENER,
  },
  {
    ...{
      lets: "dealerships use up each other's limits",
      file: "src/http/middleware/rate-limit.ts",
    },
    guard: '`${c.get("tenant").id}:${keyOf(c)}`',
    instead: "`${keyOf(c)}`",
    suites: ["isolation/probes", "http/login-limits"],
  },
  {
    lets: "visitors use up another dealership's limit",
    file: "src/http/middleware/limit-caller.ts",
    guard: '`${c.get("tenant").id}:${c.get("client")}`',
    instead: '`${c.get("client")}`',
    suites: ["isolation/probes"],
  },
  {
    ...{ lets: "a tenant stay on a connection", file: "src/db/with-tenant.ts" },
    guard: "context.tenant.id}, true)",
    instead: "context.tenant.id}, false)",
    suites: ["isolation/pool"],
  },
  {
    ...{ lets: "pages of strangers read answers", file: "src/http/middleware/own-domains-cors.ts" },
    guard: "(isOwnOrigin(tenant, baseDomain, origin) ? origin : null)",
    instead: "(isOwnOrigin(tenant, baseDomain, origin) ? origin : origin)",
    suites: ["http/tenants", "isolation/owasp"],
  },
  {
    ...{ lets: "any webhook token in", file: "src/domain/conversations/find-device.ts" },
    guard: "sameHash(tokenHash, given)",
    instead: "sameHash(given, given)",
    suites: ["isolation/routes", "http/fonnte-intake"],
  },
  {
    ...{ lets: "messages without the secret in", file: "src/http/webhooks/fonnte.ts" },
    guard: "if (bringsSecret && !knowsSecret(",
    instead: "if (!bringsSecret && !knowsSecret(",
    suites: ["http/fonnte-intake"],
  },
  {
    ...{ lets: "secrets into what is kept", file: "src/domain/inbox/posted-body.ts" },
    guard: "    if (SECRET_FIELD.test(name)) return undefined;\n",
    instead: "    void SECRET_FIELD;\n",
    suites: ["unit/posted-body", "http/fonnte-intake"],
  },
  {
    ...{ lets: "common passwords", file: "src/domain/staff/password.ts" },
    guard: "!isCommonPassword(password)",
    instead: "!isCommonPassword(password) || password.length > 0",
    suites: ["http/passwords"],
  },
  {
    ...{ lets: "a link of another dealership open a file", file: "src/infra/signed-links.ts" },
    guard: ", audience: tenantId }",
    instead: " }",
    suites: ["http/media", "http/photo-uploads"],
  },
  {
    ...{ lets: "one kind of link stand for another", file: "src/infra/signed-links.ts" },
    guard: " typ: type, issuer",
    instead: " issuer",
    suites: ["http/media", "http/photo-uploads"],
  },
  {
    ...{ lets: "any file to an address for another", file: "src/infra/s3-store.ts" },
    guard: ", allHeaders: true",
    instead: "",
    suites: ["unit/object-store"],
  },
  {
    ...{ lets: "a covered plate out", file: "src/domain/photos/find-rendition.ts" },
    guard: "covered.plate NOT IN ('', own.plate) AND ",
    instead: "false AND ",
    suites: ["http/photo-changes"],
  },
  {
    ...{ lets: "a bulk change over another's", file: "src/domain/cars/bulk/settle-cars.ts" },
    guard: "THEN ${to} ELSE ${otherwise} END",
    instead: "THEN ${to} ELSE ${otherwise && to} END",
    suites: ["http/bulk-changes"],
  },
  {
    ...{ lets: "a cancelled import in", file: "src/domain/imports/carry-out-import.ts" },
    guard: "  if (ended.count === 0) throw new ImportEnded();\n",
    suites: ["http/imports"],
  },
  {
    ...{ lets: "a formula into a spreadsheet", file: "src/domain/cars/import/csv-line.ts" },
    guard: "FORMULA.test(cell) && !isUnknownWord(cell)",
    instead: "FORMULA.test(cell) && isUnknownWord(cell)",
    suites: ["import/export-stock", "import/exported-cells"],
  },
];
