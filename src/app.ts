import { bodyLimit } from "hono/body-limit";
import { except } from "hono/combine";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { Deps } from "./deps.ts";
import { accountPages } from "./http/account-pages.ts";
import { account } from "./http/admin/account.ts";
import { apiKeys } from "./http/admin/api-keys.ts";
import { audit } from "./http/admin/audit.ts";
import { auth } from "./http/admin/auth.ts";
import { availability } from "./http/admin/availability.ts";
import { calendar } from "./http/admin/calendar.ts";
import { cannedReplies } from "./http/admin/canned-replies.ts";
import { stock } from "./http/admin/cars.ts";
import { conversations } from "./http/admin/conversations.ts";
import { creditRules } from "./http/admin/credit-rules.ts";
import { devices } from "./http/admin/devices.ts";
import { inbox } from "./http/admin/inbox.ts";
import { inboxList } from "./http/admin/inbox-list.ts";
import { leadHistory } from "./http/admin/lead-history.ts";
import { leadMerges } from "./http/admin/lead-merges.ts";
import { leadRoutes } from "./http/admin/leads.ts";
import { liveEvents } from "./http/admin/live-events.ts";
import { media } from "./http/admin/media.ts";
import { messages } from "./http/admin/messages.ts";
import { notifications } from "./http/admin/notifications.ts";
import { passwordReset } from "./http/admin/password-reset.ts";
import { security } from "./http/admin/security.ts";
import { staff } from "./http/admin/staff.ts";
import { subscriptions } from "./http/admin/subscriptions.ts";
import { tasks } from "./http/admin/tasks.ts";
import { twoFactor } from "./http/admin/two-factor.ts";
import { webhookEvents } from "./http/admin/webhook-events.ts";
import { docs } from "./http/docs.ts";
import type { AppEnv } from "./http/env.ts";
import { createFrontDoor } from "./http/front-door.ts";
import { accountOnly, authenticate } from "./http/middleware/authenticate.ts";
import { limitCaller } from "./http/middleware/limit-caller.ts";
import { neverStored } from "./http/middleware/never-stored.ts";
import { noteOwnChanges } from "./http/middleware/note-own-changes.ts";
import { ownDomainsCors } from "./http/middleware/own-domains-cors.ts";
import { plainJson } from "./http/middleware/plain-json.ts";
import { rateLimit } from "./http/middleware/rate-limit.ts";
import { requestContext } from "./http/middleware/request-context.ts";
import { requireSecondFactor } from "./http/middleware/require-second-factor.ts";
import { requireOpenTenant, resolveTenant } from "./http/middleware/resolve-tenant.ts";
import { createRouter } from "./http/openapi.ts";
import { serveDocument } from "./http/openapi-document.ts";
import { problem, problemOf } from "./http/problem.ts";
import { carPage } from "./http/public/car-page.ts";
import { cars } from "./http/public/cars.ts";
import { comparedCars } from "./http/public/compared-cars.ts";
import { credit } from "./http/public/credit.ts";
import { demoPictures } from "./http/public/demo-pictures.ts";
import { enquiries } from "./http/public/enquiries.ts";
import { feeds } from "./http/public/feeds.ts";
import { health } from "./http/public/health.ts";
import { jwks } from "./http/public/jwks.ts";
import { mediaFiles } from "./http/public/media-files.ts";
import { similarCars } from "./http/public/similar-cars.ts";
import { site } from "./http/public/site.ts";
import { soldCars } from "./http/public/sold-cars.ts";
import { carSubscriptions } from "./http/public/subscriptions.ts";
import { carSuggestions } from "./http/public/suggest.ts";
import { createPublicAnswers } from "./http/public-answers.ts";
import { fonnteWebhook } from "./http/webhooks/fonnte.ts";

/** Bytes; no answer of this API needs a larger question, but for a file, and what a form puts around it. */
const BODY_LIMIT = 1024 * 1024;
const UPLOAD_LIMIT = 4 * BODY_LIMIT + 64 * 1024;
const UPLOAD_PATH = "/api/admin/media";

/** Milliseconds: the gateway's messages are taken from any dealership, whatever its state. */
const WEBHOOK_TENANT_USABLE_FOR = 30_000;

/** Levels of JSON; the deepest question has four. */
const NESTING_LIMIT = 32;

const PUBLIC_PATHS = ["/api/site", "/api/cars/*", "/api/leads"];
const FEED_PATHS = ["/robots.txt", "/sitemap.xml", "/sitemaps/*", "/feeds/*"];

/** Called by staff before there is a token. */
const LOGIN_PATHS = [
  ...["login", "login/two-factor", "refresh", "logout", "accept-invitation"],
  ...["forgot-password", "reset-password"],
].map((name) => `/api/admin/auth/${name}`);

/** The order of middleware, and where each surface is mounted. */
export function createApp(deps: Deps) {
  const { config, log, accessLog, rateLimits } = deps;
  const answers = createPublicAnswers(deps);
  const app = createRouter();

  app.onError(problemOf);
  app.notFound((c) =>
    problem(c, { status: 404, code: "NOT_FOUND", detail: "There is nothing at this address." }),
  );

  app.use(requestContext({ log, accessLog, trustProxy: config.TRUST_PROXY }));
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        c.header("Allow", methods.join(", "));
        const detail = "This address does not know the method; `Allow` names those it knows.";
        return problem(c, { status: 405, code: "METHOD_NOT_ALLOWED", detail });
      },
    }),
  );
  app.route("/", health(deps));
  app.route("/", jwks(deps));
  app.route("/", docs());
  if (config.NODE_ENV !== "production") app.route("/", demoPictures());

  const limited = (maxSize: number, megabytes: number) =>
    bodyLimit({
      maxSize,
      onError: (c) => {
        const detail = `The body is larger than ${megabytes} MB.`;
        return problem(c, { status: 413, code: "TOO_LARGE", detail });
      },
    });
  const limitBody = limited(BODY_LIMIT, 1);
  app.use("/api/*", resolveTenant(deps), ownDomainsCors(config.BASE_DOMAIN));
  app.use("/api/*", requireOpenTenant(deps), except(UPLOAD_PATH, limitBody));
  app.use(UPLOAD_PATH, limited(UPLOAD_LIMIT, 4));
  app.use("/webhook/*", resolveTenant(deps, WEBHOOK_TENANT_USABLE_FOR), async (c, next) => {
    const length = c.req.header("Transfer-Encoding") ? undefined : c.req.header("Content-Length");
    // Without a look at the body, which costs more than all the rest.
    return length !== undefined && Number(length) <= BODY_LIMIT ? next() : limitBody(c, next);
  });
  app.use("/account/*", resolveTenant(deps), requireOpenTenant(deps));
  app.use("/media/*", resolveTenant(deps), requireOpenTenant(deps));
  app.use(
    "/media/*",
    rateLimit(rateLimits.admin, (c) => `media:${c.get("client")}`),
  );

  /** Each of these for itself: a flood of one leaves the others at the same address alone. */
  for (const path of [...LOGIN_PATHS, "/account/*"]) {
    app.use(
      path,
      rateLimit(rateLimits.public, (c) => `${c.get("client")}:${path}`),
    );
  }
  for (const path of FEED_PATHS) app.use(path, resolveTenant(deps), requireOpenTenant(deps));
  for (const path of [...PUBLIC_PATHS, ...FEED_PATHS]) app.use(path, limitCaller(deps));
  app.use("/api/admin/*", neverStored(), noteOwnChanges(deps));
  app.use("/api/admin/*", except(LOGIN_PATHS, authenticate(deps)));
  app.use("/api/admin/auth/*", except(LOGIN_PATHS, accountOnly()));
  app.use("/api/admin/*", except("/api/admin/auth/*", requireSecondFactor()));
  app.use("/api/*", plainJson(NESTING_LIMIT));

  app.route("/api", site(answers));
  app.route("/api", credit(answers));
  app.route("/", feeds(deps, answers));
  app.route("/api", carSuggestions(answers, deps.stockColumns));
  app.route("/api", cars(answers, deps));
  app.route("/api", comparedCars(answers));
  app.route("/api", soldCars(answers, deps.clock));
  app.route("/api", similarCars(answers, deps));
  app.route("/api", carPage(answers, deps));
  app.route("/api", enquiries(deps));
  app.route("/api", carSubscriptions(deps));
  app.route("/api/admin", auth(deps));
  app.route("/api/admin", passwordReset(deps));
  app.route("/api/admin", account(deps));
  app.route("/api/admin", twoFactor(deps));
  app.route("/api/admin", security(deps));
  app.route("/api/admin", stock(deps));
  app.route("/api/admin", creditRules(deps));
  app.route("/api/admin", leadRoutes(deps));
  app.route("/api/admin", leadHistory(deps));
  app.route("/api/admin", leadMerges(deps));
  app.route("/api/admin", conversations(deps));
  app.route("/api/admin", webhookEvents(deps));
  app.route("/api/admin", media(deps));
  app.route("/api/admin", inbox(deps));
  app.route("/api/admin", inboxList(deps));
  app.route("/api/admin", cannedReplies(deps));
  app.route("/api/admin", liveEvents(deps));
  app.route("/api/admin", subscriptions(deps));
  app.route("/api/admin", tasks(deps));
  app.route("/api/admin", notifications(deps));
  app.route("/api/admin", messages(deps));
  app.route("/api/admin", devices(deps));
  app.route("/api/admin", staff(deps));
  app.route("/api/admin", availability(deps));
  app.route("/api/admin", calendar(deps));
  app.route("/api/admin", audit(deps));
  app.route("/api/admin", apiKeys(deps));

  app.route("/webhook", fonnteWebhook(deps));
  app.route("/account", accountPages());
  app.route("/media", mediaFiles(deps));

  serveDocument(app);

  const frontDoor = createFrontDoor(deps, answers);
  const { fetch } = app;
  app.fetch = (request, bindings, context) =>
    frontDoor(request, (bindings as AppEnv["Bindings"] | undefined)?.server) ??
    fetch(request, bindings, context);
  return app;
}
