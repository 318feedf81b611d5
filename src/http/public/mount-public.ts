import type { Deps } from "../../deps.ts";
import type { createRouter } from "../openapi.ts";
import type { PublicAnswers } from "../public-answers.ts";
import { carPage } from "./car-page.ts";
import { cars } from "./cars.ts";
import { comparedCars } from "./compared-cars.ts";
import { credit } from "./credit.ts";
import { enquiries } from "./enquiries.ts";
import { feeds } from "./feeds.ts";
import { similarCars } from "./similar-cars.ts";
import { site } from "./site.ts";
import { soldCars } from "./sold-cars.ts";
import { carSubscriptions } from "./subscriptions.ts";
import { carSuggestions } from "./suggest.ts";

/** What everybody may ask of a dealership. Addresses of their own come before cars by their slugs. */
export function mountPublic(
  app: ReturnType<typeof createRouter>,
  deps: Deps,
  answers: PublicAnswers,
): void {
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
}
