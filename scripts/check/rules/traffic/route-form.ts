import type { ClusterRule, Said } from '../../rule.ts';
import { numberAt, textAt } from '../../state/read.ts';
import { type Route, type Routing, routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const route = (rest: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [cart]
  http:
    - match: [{ uri: { prefix: /cart } }]
${rest}`;

/** What an HTTP route does with a request: exactly one of these. */
const ACTIONS = ['route', 'redirect', 'delegate', 'directResponse'] as const;

/** Forms that Istio's webhook refuses, or that can never serve a request. */
export const routeForm: ClusterRule = {
  id: 'route-form',
  severity: 'error',
  summary: 'An HTTP route that does nothing, two things, or sends a request back to itself',
  breaks: 'Istio refuses the VirtualService, or every request of the route fails or goes round for ever.',
  failing: CART + route('      redirect: { uri: /cart }\n'),
  passing: CART + route('      rewrite: { uri: / }\n      route: [{ destination: { host: cart } }]\n'),
  *judge(state) {
    for (const routing of routingsIn(state)) {
      for (const each of routing.routes) {
        if (each.form === 'http') yield* judgeActions(routing, each);
        yield* judgeMatches(routing, each);
      }
    }
  },
};

function* judgeActions({ resource, hosts }: Routing, { path, value, matches }: Route): Generator<Said> {
  const actions = ACTIONS.filter((action) =>
    Array.isArray(value[action])
      ? value[action].length > 0
      : value[action] !== undefined && value[action] !== null,
  );
  if (actions.length === 0) {
    yield {
      resource,
      path,
      message: 'The route says nothing about where its requests go: Istio refuses it.',
      fix: 'Write route with a destination, redirect, directResponse or delegate.',
    };
  }
  if (actions.length > 1) {
    yield {
      resource,
      path: [...path, actions[1] ?? ''],
      message: `The route has ${actions.join(' and ')}, and Istio takes one of them only.`,
      fix: `Take one of ${actions.join(' and ')} out.`,
    };
  }
  if (value.redirect !== undefined && value.rewrite !== undefined) {
    yield {
      resource,
      path: [...path, 'rewrite'],
      message: 'A redirect answers the request, so there is nothing to rewrite: Istio refuses both together.',
      fix: 'Write the new path as uri of the redirect.',
    };
  }
  yield* judgeRedirect(resource, hosts, { path, value, matches });
}

function* judgeRedirect(
  resource: Routing['resource'],
  hosts: readonly string[],
  { path, value, matches }: Pick<Route, 'path' | 'value' | 'matches'>,
): Generator<Said> {
  const { redirect } = value;
  if (redirect === undefined || redirect === null) return;
  const code = numberAt(redirect, 'redirectCode');
  if (code !== undefined && ![301, 302, 303, 307, 308].includes(code)) {
    yield {
      resource,
      path: [...path, 'redirect', 'redirectCode'],
      message: `${code} is no status of a redirect: Istio takes 301, 302, 303, 307 and 308.`,
      fix: 'Write 301 for good, or 302 for now.',
    };
  }
  const [uri, authority, scheme] = ['uri', 'authority', 'scheme'].map((key) => textAt(redirect, key));
  const stays = (authority === undefined || hosts.includes(authority)) && scheme === undefined;
  const comesBack =
    matches.length === 0 ||
    matches.some((match) => fits(uri, textAt(match, 'uri', 'exact'), textAt(match, 'uri', 'prefix')));
  if (
    !stays ||
    numberAt(redirect, 'port') !== undefined ||
    !comesBack ||
    matches.some(
      (match) => match.headers !== undefined || match.port !== undefined || match.scheme !== undefined,
    )
  )
    return;
  yield {
    resource,
    path: [...path, 'redirect'],
    message: `The redirect leads to ${uri ?? 'the same path'} of the same host, which the same route takes: it goes round for ever.`,
    fix: 'Lead it to a path that the match does not take, or to another host.',
  };
}

/** Without a path, that of the request stays. */
function fits(uri: string | undefined, exact: string | undefined, prefix: string | undefined): boolean {
  if (uri === undefined) return true;
  return uri === exact || (prefix !== undefined && uri.startsWith(prefix));
}

/** Paths begin with a slash, and regular expressions are those of RE2. */
function* judgeMatches({ resource }: Routing, { path, matches }: Route): Generator<Said> {
  for (const [index, match] of matches.entries()) {
    for (const form of ['exact', 'prefix']) {
      const text = textAt(match, 'uri', form);
      if (text === undefined || text.startsWith('/') || text === '*') continue;
      yield {
        resource,
        path: [...path, 'match', index, 'uri', form],
        severity: 'warning',
        message: `Every path begins with a slash: none ${form === 'exact' ? 'is' : 'begins with'} ${text}.`,
        fix: `Write /${text}.`,
      };
    }
    for (const field of ['uri', 'authority', 'method', 'scheme']) {
      const text = textAt(match, field, 'regex');
      if (text === undefined || isRegex(text)) continue;
      yield {
        resource,
        path: [...path, 'match', index, field, 'regex'],
        message: `${text} is no regular expression of RE2, which knows no look-ahead and no references back.`,
        fix: 'Write it without them, with as many brackets closed as opened.',
      };
    }
  }
}

function isRegex(text: string): boolean {
  if (/\(\?(?:=|!|<=|<!)|\\[1-9]/.test(text)) return false;
  try {
    new RegExp(text.replaceAll(/\(\?[a-zA-Z]+\)/g, '').replaceAll('(?P<', '(?<'));
    return true;
  } catch {
    return false;
  }
}
