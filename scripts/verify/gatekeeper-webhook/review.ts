import { randomUUID } from 'node:crypto';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const answered = z.looseObject({
  response: z.looseObject({
    allowed: z.boolean(),
    status: z.looseObject({ message: z.string().optional() }).optional(),
  }),
});

const subject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});
const given = z.looseObject({ kind: z.literal('AdmissionReview'), request: z.looseObject({}) });

/** Asks whether an object may be created, or what an AdmissionReview asks; what the webhook says where it may not. */
export type Review = (object: unknown) => Promise<string | undefined>;

/** Speaks to a webhook as an API server does. */
export function reviewer(address: string, certificate: string): Review {
  return async (object) => {
    const body = JSON.stringify({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      request: {
        uid: randomUUID(),
        userInfo: { username: 'verify', groups: ['system:authenticated'] },
        dryRun: true,
        ...(given.safeParse(object).data?.request ?? creationOf(object)),
      },
    });
    const { response } = answered.parse(JSON.parse(await post(address, certificate, body)));
    return response.allowed ? undefined : (response.status?.message ?? 'denied without a word');
  };
}

function creationOf(object: unknown): object {
  const { apiVersion, kind, metadata } = subject.parse(object);
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return {
    kind: { group, version, kind },
    resource: { group, version, resource: `${kind.toLowerCase()}s` },
    name: metadata.name,
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
    operation: 'CREATE',
    object,
  };
}

function post(address: string, certificate: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(address, {
      method: 'POST',
      ca: certificate,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      timeout: 60_000,
    });
    sent.on('timeout', () => sent.destroy(new Error(`${address}: no answer in 60 s`)));
    sent.on('error', reject);
    sent.on('response', (response) => text(response).then(resolve, reject));
    sent.end(body);
  });
}
