import { z } from 'zod';
import { Mistake } from '../../command-line/mistake.ts';

const range = z.looseObject({
  kvs: z.array(z.looseObject({ key: z.string(), value: z.string() })).default([]),
  more: z.boolean().default(false),
});

const encoded = (text: string) => Buffer.from(text).toString('base64');

/**
 * Gives a new API server the definitions that another has taken: to judge them takes half a minute of a processor, and
 * is the same for each cluster. All else a new server has to make itself.
 *
 * @param etcd its address
 * @returns how many there are
 */
export async function copyDefinitions(etcd: string, from: string, to: string): Promise<number> {
  const folder = 'apiextensions.k8s.io/customresourcedefinitions/';
  const source = `/${from}/${folder}`;
  // `0` follows `/`.
  const end = encoded(`${source.slice(0, -1)}0`);
  let start = encoded(source);
  let count = 0;
  for (;;) {
    const { kvs, more } = range.parse(await call(etcd, 'range', { key: start, range_end: end, limit: 20 }));
    for (const { key, value } of kvs) {
      const name = Buffer.from(key, 'base64').toString().slice(source.length);
      await call(etcd, 'put', { key: encoded(`/${to}/${folder}${name}`), value });
      start = encoded(`${source}${name}\0`);
      count += 1;
    }
    if (!more) return count;
  }
}

async function call(etcd: string, method: string, body: object): Promise<unknown> {
  const response = await fetch(`${etcd}/v3/kv/${method}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Mistake(`etcd: ${method}: ${response.status} ${await response.text()}`);
  return response.json();
}
