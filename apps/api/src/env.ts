import type { AgentCalendar } from './calendar/agent-calendar.ts';
import type { Projector } from './read-model/projector.ts';

/** Bindings, variables and secrets of the Worker; most are read by `http/configuration.ts`. */
export interface Env {
  readonly DB: D1Database;
  /** Which tenants live in which databases, as `read-model/database-of.ts` reads it, in JSON or as its text; all in `DB` unless set. */
  readonly TENANT_DATABASES?: string | object;
  readonly CALENDARS: DurableObjectNamespace<AgentCalendar>;
  readonly PROJECTORS: DurableObjectNamespace<Projector>;

  /** What `scripts/assets.ts` has gathered. */
  readonly ASSETS: Fetcher;

  /** Counts requests for `RATE_LIMIT`. */
  readonly RATE_LIMITER?: RateLimit;
  /** Where each request leaves a data point. */
  readonly METRICS?: AnalyticsEngineDataset;

  /** HS256 secret of the token issuer; or else `JWKS_URL`. */
  readonly JWT_SECRET?: string;
  /** The secret before it, for as long as tokens that it signed are to be believed. */
  readonly JWT_SECRET_PREVIOUS?: string;
  /** Where the issuer publishes its RS256, ES256 or EdDSA keys; or else `JWT_SECRET`. */
  readonly JWKS_URL?: string;
  /** Names of the claims that hold user, tenant and role: `sub`, `tenant` and `role` unless set. */
  readonly JWT_USER_CLAIM?: string;
  readonly JWT_TENANT_CLAIM?: string;
  readonly JWT_ROLE_CLAIM?: string;
  /** Checked when set. */
  readonly JWT_ISSUER?: string;
  readonly JWT_AUDIENCE?: string;

  /** Secret behind the ids of customers who are born with a booking. Changing it makes racing bookings miss each other's customer. */
  readonly CUSTOMER_ID_KEY?: string;

  /** A token for the documentation's page; set by `npm start`, and told to nobody off the loopback. */
  readonly DEMO_TOKEN?: string;
  /** The origins whose pages may call, comma separated; none unless set. */
  readonly CORS_ORIGINS?: string;
  /** What `RATE_LIMITER` lets through per caller, as `REQUESTS/SECONDS`; no limit unless set. */
  readonly RATE_LIMIT?: string;

  /** Appointments that D1 must hold before `/ready` says so, as `tenant/id`, comma separated; set by `npm start` for its demo. */
  readonly DEMO_APPOINTMENTS?: string;
}
