import { at } from '../compare/value.ts';
import { type FieldRule, judge, said, some } from './rule.ts';

const MESH_ROUTE = /^networking\.istio\.io\/VirtualService$/;
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
      judge('security', `pages of other origins may call it: ${path} ${said(after)}`),
  },
  {
    types: MESH_ROUTE,
    shape: /^spec\.http\[\]\.timeout$/,
    says: ({ before, after }) =>
      judge('routine', `callers wait ${said(after)} for an answer instead of ${said(before)}`),
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
      return judge('security', `the gateway asks for another TLS: ${path} ${said(before)} → ${said(after)}`);
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
    types: /^networking\.istio\.io\/ServiceEntry$/,
    shape: /^spec\.hosts$/,
    says: ({ before, after }) => [
      ...(listed(after, before).length > 0
        ? [judge('security', `the mesh may call ${some(listed(after, before))}`)]
        : []),
      ...(listed(before, after).length > 0
        ? [judge('outage', `the mesh may no longer call ${some(listed(before, after))}`)]
        : []),
    ],
  },
];

function listed(some: unknown, others: unknown): readonly string[] {
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  return list(some).filter((each) => !list(others).includes(each));
}
