/** Browsers that can be told apart by what they call themselves; `user-agent.ts` says how. */
export type UserAgent = 'smartphone';

/** Where the public reaches a service: `https://<host>.<domain of the cluster><path>`. */
export interface Exposes {
  /**
   * The first label of the host; the domain is that of the cluster.
   *
   * @example 'www'
   */
  readonly host: string;
  /**
   * The path that belongs to the service, with all below it.
   *
   * @default '/'
   * @example '/v1'
   */
  readonly path?: `/${string}`;
  /**
   * It answers these browsers only, and another service at the same address all the others (S3-12).
   *
   * @default Every browser that no other service at this address answers.
   * @example 'smartphone'
   */
  readonly userAgent?: UserAgent;
  /**
   * Exposed services whose pages call it from the browser, at other hosts. It finds their origins in
   * `CORS_ALLOWED_ORIGINS`, apart by commas, and answers the browser's question (CORS) itself: outside the mesh nothing
   * else could.
   *
   * @default None: a browser shows no page of another host what it answers.
   * @example ['frontend-service']
   */
  readonly pagesOf?: readonly string[];
}

/** How much each pod takes before its proxy answers 429. It keeps a flood from the pods, and is not a quota for one customer. */
export interface RateLimit {
  /**
   * Requests a second that each pod takes.
   *
   * @example 100
   */
  readonly requestsPerSecond: number;
  /**
   * Requests that a pod takes at once after a quiet time.
   *
   * @default Twice `requestsPerSecond`.
   * @example 150
   */
  readonly burst?: number;
}
