import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';

const token = z.looseObject({ token: z.string() });

/** The token that a registry gives to everybody. */
export async function signedIn(refused: Response): Promise<Readonly<Record<string, string>>> {
  const challenge = refused.headers.get('www-authenticate') ?? '';
  const given = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  );
  if (given.realm === undefined)
    throw new Mistake(`${refused.url} wants credentials. Only public charts are read.`);
  const address = new URL(given.realm);
  for (const key of ['service', 'scope']) {
    const value = given[key];
    if (value !== undefined) address.searchParams.set(key, value);
  }
  const answer = token.parse(await (await get(address.href)).json());
  return { authorization: `Bearer ${answer.token}` };
}

/** @throws Mistake unless the answer is what was asked for */
export async function get(
  address: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return answered(await request(address, headers));
}

export function answered(response: Response): Response {
  if (response.ok) return response;
  throw new Mistake(`${response.url} answered ${response.status} ${response.statusText}.`);
}

export async function request(address: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  try {
    return await fetch(address, { headers, signal: AbortSignal.timeout(120_000) });
  } catch (error) {
    const reason =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Mistake(`Can't reach ${address}: ${reason}.`);
  }
}
