import { durationOf } from '../compare/duration.ts';
import { at } from '../compare/value.ts';
import { type FieldRule, judge, said, some } from './rule.ts';

const MESH_ROUTE = /^networking\.istio\.io\/VirtualService$/;
/** From the loosest on. */
const VERSIONS = ['TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3'];
const MODES = ['SIMPLE', 'OPTIONAL_MUTUAL', 'MUTUAL'];
const GATEWAY = /^networking\.istio\.io\/Gateway$/;

export const routeFields: readonly FieldRule[] = [
  {
    types: MESH_ROUTE,
    shape: /^spec\.http\[\]\.fault\b/,
    says: ({ after }) =>
      after === undefined
        ? judge('routine', 'requests no longer fail on purpose')
        : judge('outage', 'requests fail or wait on purpose (fault)'),
  },
  {
    types: MESH_ROUTE,
    shape: /^spec\.http\[\]\.corsPolicy\b/,
    says: ({ path, after }) =>
      after === undefined
        ? judge('outage', `pages of other origins may no longer call it: ${path} is gone`)
        : judge('security', `pages of other origins may call it: ${path} ${said(after)}`),
  },
  {
    types: MESH_ROUTE,
    shape: /^spec\.http\[\]\.(?:rewrite|delegate)\b/,
    says: ({ path, before, after }) =>
      judge(
        'outage',
        `requests arrive under another path, or elsewhere: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: MESH_ROUTE,
    shape: /^spec\.http\[\]\.mirrors?\b/,
    says: ({ path, before, after }) =>
      after === undefined
        ? judge('routine', `requests are no longer copied: ${path} ${said(before)} is gone`)
        : judge(
            'outage',
            `a copy of each request goes elsewhere too, and does there what it does: ${path} ${said(after)}`,
          ),
  },
  {
    types: MESH_ROUTE,
    shape: /^spec\.http\[\]\.timeout$/,
    says: ({ before, after }) => {
      const [was, is] = [before, after].map((value) => (value === undefined ? 'without end' : said(value)));
      const text = `callers wait ${is} for an answer instead of ${was}`;
      const [old, now] = [before, after].map((value) => durationOf(value) ?? Number.POSITIVE_INFINITY);
      return (now ?? 0) < (old ?? 0)
        ? judge('outage', `${text}: calls that take longer fail from now on`)
        : judge('routine', text);
    },
  },
  {
    types: MESH_ROUTE,
    shape: /^spec\.(?:gateways|exportTo)$/,
    says: ({ path, before, after }) => {
      // Routes that name no gateway are those of the mesh.
      const none = path.endsWith('gateways') ? ['mesh'] : [];
      const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : none);
      const [gone, come] = [
        list(before).filter((each) => !list(after).includes(each)),
        list(after).filter((each) => !list(before).includes(each)),
      ];
      return [
        ...(come.length > 0
          ? [
              judge(
                path.endsWith('gateways') ? 'security' : 'routine',
                `its routes hold at ${some(come)} too`,
              ),
            ]
          : []),
        ...(gone.length > 0 ? [judge('outage', `its routes no longer hold at ${some(gone)}`)] : []),
      ];
    },
  },
  {
    types: GATEWAY,
    shape: /^spec\.servers\[\]\.tls\b/,
    says: ({ path, before, after }) => {
      if (path.endsWith('credentialName'))
        return judge(
          'outage',
          `another certificate is shown: ${said(before)} → ${said(after)}; it has to be there`,
        );
      if (path.endsWith('httpsRedirect'))
        return after === true
          ? judge('routine', 'plain HTTP is sent on to HTTPS')
          : judge('security', 'plain HTTP is served instead of sent on to HTTPS');
      const text = `the gateway asks for another TLS: ${path} ${said(before)} → ${said(after)}`;
      const order = path.endsWith('minProtocolVersion') ? VERSIONS : path.endsWith('mode') ? MODES : [];
      const [old, now] = [before, after].map((value) => order.indexOf(String(value)));
      const isStricter = old !== undefined && now !== undefined && old >= 0 && now > old;
      return judge(isStricter ? 'outage' : 'security', text);
    },
  },
  {
    types: GATEWAY,
    shape: /^spec\.servers\[\](?:\.port\b.*)?$/,
    says: ({ path, before, after }) => {
      if (after === undefined)
        return judge(
          'outage',
          `the gateway no longer listens: ${path} ${said(at(before, 'port'))} for ${said(at(before, 'hosts'))}`,
        );
      if (before === undefined)
        return judge(
          'security',
          `the gateway listens anew: ${said(at(after, 'port'))} for ${said(at(after, 'hosts'))}`,
        );
      const isPlain = /^HTTP$/.test(String(after)) && /HTTPS|TLS/.test(String(before));
      return judge(
        isPlain ? 'security' : 'outage',
        `the gateway listens in another way: ${path} ${said(before)} → ${said(after)}`,
      );
    },
  },
  {
    types: GATEWAY,
    shape: /^spec\.selector\b/,
    says: ({ before, after }) => judge('outage', `other pods listen: ${said(before)} → ${said(after)}`),
  },
  {
    types: /^networking\.k8s\.io\/Ingress$/,
    shape: /^spec\.ingressClassName$/,
    says: ({ before, after }) =>
      judge('outage', `another controller serves it, at another address: ${said(before)} → ${said(after)}`),
  },
  {
    types: /^networking\.k8s\.io\/Ingress$/,
    shape: /^spec\.tls\b/,
    says: ({ path, before, after }) =>
      after === undefined
        ? judge('security', `it is served without TLS: ${path} ${said(before)} is gone`)
        : judge('outage', `another certificate is shown: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: /^networking\.k8s\.io\/Ingress$/,
    shape: /\.paths\[\]\.pathType$/,
    says: ({ path, before, after }) => ofPathType(path, before, after),
  },
  {
    types: /^gateway\.networking\.k8s\.io\/\w+Route$/,
    shape: /^spec\.rules\[\]\.matches\[\]\.path\.type$/,
    says: ({ path, before, after }) => ofPathType(path, before, after),
  },
  {
    types: MESH_ROUTE,
    shape: /^spec\.http\[\]\.match\[\]\.uri\.(?:exact|prefix|regex)$/,
    // Of the two fields of such a change, the one that comes.
    says: ({ path, before, after }) =>
      before === undefined
        ? ofPathType(path, undefined, path.endsWith('prefix') ? 'Prefix' : 'Exact', after)
        : [],
  },
];

function ofPathType(path: string, before: unknown, after: unknown, value: unknown = after) {
  return /Prefix/.test(String(after))
    ? judge('security', `every path below is served from now on: ${path} ${said(before)} → ${said(value)}`)
    : judge('outage', `fewer paths are served: ${path} ${said(before)} → ${said(value)}`);
}
