import { Agent, request } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { type ResourceList, resourceList } from './resource-list.ts';

/** As Argo CD names itself where it applies on the server's side. */
const MANAGER = 'argocd-controller';

const live = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string().optional(), generation: z.number().optional() }),
});

/** An object as the server keeps it. */
export type Live = z.infer<typeof live>;

const failure = z.looseObject({
  message: z.string(),
  details: z
    .looseObject({ causes: z.array(z.looseObject({ field: z.string().optional() })).optional() })
    .optional(),
});

/** What a server answered to a request that changes something. */
export type Answer = { readonly warnings: readonly string[] } & (
  | { readonly accepted: true; readonly live: Live }
  | { readonly accepted: false; readonly status: number; readonly says: string; readonly field?: string }
);

interface Response {
  readonly status: number;
  readonly text: string;
  readonly warnings: readonly string[];
}

/** Too many requests, not ready, and not done in time: none of these says anything about the object. */
const AGAIN = new Set([429, 503, 504]);
const TRIES = 5;

/** Speaks to one API server over connections that stay open. */
export class Client {
  readonly #agent: Agent;
  readonly #address: string;
  readonly #token: string;
  readonly #lists = new Map<string, Promise<ResourceList>>();

  constructor(address: string, token: string, certificate: string) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: 8, ca: certificate });
    this.#address = address;
    this.#token = token;
  }

  close(): void {
    this.#agent.destroy();
  }

  async isReady(): Promise<boolean> {
    return (await this.#send('GET', '/readyz')).status === 200;
  }

  /** What the server counts, in the text form of Prometheus. */
  async metrics(): Promise<string> {
    return (await this.#send('GET', '/metrics')).text;
  }

  /** The kinds of a group and version, such as `apps/v1`; a list without the kind in question is asked for anew. */
  async resources(apiVersion: string, kind: string): Promise<ResourceList> {
    const known = await this.#lists.get(apiVersion);
    if (known?.some((resource) => resource.kind === kind)) return known;
    const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const list = this.#send('GET', path).then(({ status, text }) =>
      status === 200 ? resourceList.parse(JSON.parse(text)).resources : [],
    );
    this.#lists.set(apiVersion, list);
    return list;
  }

  async get(path: string): Promise<unknown> {
    const { status, text } = await this.#send('GET', path);
    return status === 200 ? JSON.parse(text) : undefined;
  }

  /** Server-side apply, as Argo CD does it, but with unknown and repeated fields refused. */
  async apply(path: string, object: object, { dryRun = false } = {}): Promise<Answer> {
    const query = new URLSearchParams({
      fieldManager: MANAGER,
      force: 'true',
      fieldValidation: 'Strict',
      ...(dryRun && { dryRun: 'All' }),
    });
    return this.#change('PATCH', `${path}?${query}`, object, 'application/apply-patch+yaml');
  }

  /** As a controller makes an object. */
  async create(path: string, object: object, { strict = true, dryRun = false } = {}): Promise<Answer> {
    const query = new URLSearchParams({
      fieldValidation: strict ? 'Strict' : 'Warn',
      ...(dryRun && { dryRun: 'All' }),
    });
    return this.#change('POST', `${path}?${query}`, object, 'application/json');
  }

  /** As a controller writes the status of an object. */
  async patchStatus(path: string, status: object): Promise<Answer> {
    return this.patch(`${path}/status`, { status });
  }

  /** Changes some fields of an object. */
  async patch(path: string, fields: object): Promise<Answer> {
    return this.#change('PATCH', path, fields, 'application/merge-patch+json');
  }

  /** Asks for a pod to go, as a drain does: the server asks its disruption budgets. */
  async evict(namespace: string, name: string): Promise<Answer> {
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
    return this.#change('POST', path, eviction, 'application/json', { again: false });
  }

  /** Deletes an object; one that is not there any more is fine. */
  async remove(path: string): Promise<void> {
    const { status, text } = await this.#send('DELETE', path);
    if (status >= 300 && status !== 404) throw new Error(`DELETE ${path}: ${status} ${text}`);
  }

  async #change(
    method: string,
    path: string,
    object: object,
    type: string,
    { again = true } = {},
  ): Promise<Answer> {
    const body = JSON.stringify(object);
    const { status, text, warnings } = await this.#send(method, path, { body, type, again });
    if (status === 200 || status === 201) {
      return { accepted: true, live: live.parse(JSON.parse(text)), warnings };
    }
    const parsed = failure.safeParse(parsedJson(text)).data;
    const fields = (parsed?.details?.causes ?? []).flatMap((cause) => cause.field ?? []);
    const field = fields.length === 0 ? {} : { field: [...new Set(fields)].join(', ') };
    return { accepted: false, status, says: parsed?.message ?? `${status} ${text}`, ...field, warnings };
  }

  /** @param again whether a busy server is asked once more; a refused eviction looks the same */
  async #send(
    method: string,
    path: string,
    {
      body,
      type,
      again = true,
    }: { readonly body?: string; readonly type?: string; readonly again?: boolean } = {},
  ): Promise<Response> {
    for (let tries = 1; ; tries += 1) {
      try {
        const response = await this.#once(method, path, body, type);
        if (!again || !AGAIN.has(response.status) || tries === TRIES) return response;
      } catch (error) {
        // The server may close a connection that stood open too long.
        if (tries === TRIES) throw error;
      }
      await wait(200 * tries);
    }
  }

  #once(method: string, path: string, body?: string, type?: string): Promise<Response> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${this.#token}`,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
      };
      const sent = request(`${this.#address}${path}`, {
        method,
        headers,
        agent: this.#agent,
        timeout: 60_000,
      });
      sent.on('timeout', () => sent.destroy(new Error(`${method} ${path}: no answer in 60 s`)));
      sent.on('error', reject);
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const warnings = warningsOf(response.headers.warning);
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString('utf8'),
            warnings,
          });
        });
      });
      sent.end(body);
    });
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The texts of `Warning` headers, such as `299 - "policy/v1beta1 is deprecated"`. */
export function warningsOf(header: string | undefined): readonly string[] {
  return [...(header ?? '').matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
    text.replaceAll(/\\(.)/g, '$1'),
  );
}
