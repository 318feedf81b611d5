import { bodyLimit } from "hono/body-limit";
import { except } from "hono/combine";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { Deps } from "./deps.ts";
import { accountPages } from "./http/account-pages.ts";
import { STOCK_FORM_LIMIT } from "./http/admin/imports.ts";
import { mountAdmin } from "./http/admin/mount-admin.ts";
import { ONE_PHOTO, PHOTOS } from "./http/admin/photos.ts";
import { docs } from "./http/docs.ts";
import type { AppEnv } from "./http/env.ts";
import { createFrontDoor, type FrontDoor, responseOf } from "./http/front-door.ts";
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
import { demoPictures } from "./http/public/demo-pictures.ts";
import { health } from "./http/public/health.ts";
import { incomingPhotos } from "./http/public/incoming-photos.ts";
import { jwks } from "./http/public/jwks.ts";
import { mediaFiles } from "./http/public/media-files.ts";
import { mountPublic } from "./http/public/mount-public.ts";
import { photos } from "./http/public/photos.ts";
import { createPublicAnswers, targetOf } from "./http/public-answers.ts";
import { fonnteWebhook } from "./http/webhooks/fonnte.ts";

/** Bytes; no answer of this API needs a larger question, but for a file, and what a form puts around it. */
const BODY_LIMIT = 1024 * 1024;
const UPLOAD_LIMIT = 4 * BODY_LIMIT + 64 * 1024;
const UPLOAD_PATH = "/api/admin/media";
const PHOTOS_PATH = "/api/admin/cars/:id/photos";
const IMPORTS_PATH = "/api/admin/imports";
const PHOTO_PATH = "/api/admin/photos/:id";
const INCOMING_PATH = "/api/photo-uploads/:token";

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
  app.use(
    "/api/*",
    requireOpenTenant(deps),
    except([UPLOAD_PATH, PHOTOS_PATH, PHOTO_PATH, INCOMING_PATH, IMPORTS_PATH], limitBody),
  );
  app.use(UPLOAD_PATH, limited(UPLOAD_LIMIT, 4));
  app.use(
    INCOMING_PATH,
    rateLimit(rateLimits.admin, (c) => `photo-uploads:${c.get("client")}`),
    limited(ONE_PHOTO.largest, ONE_PHOTO.largest / 1024 ** 2),
  );
  for (const [path, most] of [
    [PHOTOS_PATH, PHOTOS.most * PHOTOS.largest + BODY_LIMIT],
    [PHOTO_PATH, ONE_PHOTO.most * ONE_PHOTO.largest + BODY_LIMIT],
    [IMPORTS_PATH, STOCK_FORM_LIMIT],
  ] as const) {
    const limitForm = limited(most, (most - BODY_LIMIT) / 1024 ** 2);
    app.use(path, (c, next) => {
      const isForm = /^multipart\//i.test(c.req.header("Content-Type") ?? "");
      return (isForm ? limitForm : limitBody)(c, next);
    });
  }
  app.use("/webhook/*", resolveTenant(deps, WEBHOOK_TENANT_USABLE_FOR), async (c, next) => {
    const length = c.req.header("Transfer-Encoding") ? undefined : c.req.header("Content-Length");
    // Without a look at the body, which costs more than all the rest.
    return length !== undefined && Number(length) <= BODY_LIMIT ? next() : limitBody(c, next);
  });
  app.use("/account/*", resolveTenant(deps), requireOpenTenant(deps));
  for (const folder of ["media", "photos"]) {
    app.use(`/${folder}/*`, resolveTenant(deps), requireOpenTenant(deps));
    app.use(
      `/${folder}/*`,
      rateLimit(rateLimits.admin, (c) => `${folder}:${c.get("client")}`),
    );
  }

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

  mountPublic(app, deps, answers);
  mountAdmin(app, deps);
  app.route("/webhook", fonnteWebhook(deps));
  app.route("/account", accountPages());
  app.route("/media", mediaFiles(deps));
  app.route("/photos", photos(deps));
  app.route("/api/photo-uploads", incomingPhotos(deps));

  serveDocument(app);

  const frontDoor = createFrontDoor(deps, answers);
  const { fetch } = app;
  app.fetch = (request, bindings, context) => {
    const { server } = (bindings as AppEnv["Bindings"] | undefined) ?? {};
    return answerAtTheDoor(frontDoor, request, server) ?? fetch(request, bindings, context);
  };
  return Object.assign(app, { frontDoor });
}

function answerAtTheDoor(
  frontDoor: FrontDoor,
  request: Request,
  server: AppEnv["Bindings"]["server"],
): Response | null {
  if (request.method !== "GET") return null;
  const answer = frontDoor({
    target: targetOf(request.url),
    headers: request.headers.toJSON(),
    peer: server?.requestIP(request)?.address,
  });
  return answer && responseOf(answer);
}
