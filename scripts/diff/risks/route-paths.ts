import type { Item } from '../change.ts';
import { at, isMapping, listAt, textAt } from '../compare/value.ts';
import { shareOf, weightOf, wholeHost } from '../compare/written-forms.ts';
import { said } from './rule.ts';

/** Each host and path, with where it leads. */
export function routesOf(item: Item, names: readonly string[]): ReadonlyMap<string, string> {
  const { value } = item;
  if (item.kind === 'Ingress') {
    return new Map(
      listAt(value, 'spec.rules').flatMap((rule) =>
        listAt(rule, 'http.paths').map((path) => {
          const service = at(path, 'backend.service');
          return [
            `${textAt(rule, 'host') ?? '*'} ${textAt(path, 'path') ?? '/'}`,
            `${said(at(service, 'name'))}:${said(at(service, 'port.number') ?? at(service, 'port.name'))}`,
          ] as const;
        }),
      ),
    );
  }
  const [rules, field] =
    item.kind === 'VirtualService'
      ? [listAt(value, 'spec.http'), 'match']
      : [listAt(value, 'spec.rules'), 'matches'];
  return new Map(
    rules.flatMap((rule) => {
      const matches = listAt(rule, field);
      const to = targetsOf(rule, item.namespace);
      const redirect = at(rule, 'redirect') ?? at(rule, 'directResponse');
      const target = to.length > 0 ? to.join(' and ') : said(redirect);
      const texts = matches.length === 0 ? ['/'] : matches.map((match) => matchText(match));
      return names.flatMap((host) => texts.map((text) => [`${host} ${text}`, target] as const));
    }),
  );
}

/** Where a rule leads, each with its share of the requests where there are several. */
function targetsOf(rule: unknown, namespace: string | undefined): readonly string[] {
  const [routes, backends] = [listAt(rule, 'route'), listAt(rule, 'backendRefs')];
  const all = [...routes, ...backends];
  const weights = all.map((each) =>
    backends.length > 0 ? weightOf(each) : Number(at(each, 'weight') ?? (all.length === 1 ? 100 : 0)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return all.map((each, index) => {
    const host = textAt(each, 'destination.host');
    const place = [
      host === undefined ? at(each, 'name') : wholeHost(host, namespace),
      at(each, 'destination.subset'),
    ]
      .filter((part) => part !== undefined)
      .map((part) => said(part).replace(`.${namespace}.svc.cluster.local`, ''))
      .join(' ');
    return all.length === 1 || sum === 0 ? place : `${place} ${shareOf(weights[index] ?? 0, sum)} %`;
  });
}

function matchText(match: unknown): string {
  if (!isMapping(match)) return '/';
  const { uri, path, name: _, ...rest } = match;
  const place = isMapping(uri)
    ? Object.values(uri).map(String).join()
    : isMapping(path)
      ? String(path.value)
      : '/';
  return Object.keys(rest).length === 0 ? place : `${place} with ${JSON.stringify(rest).replaceAll('"', '')}`;
}
