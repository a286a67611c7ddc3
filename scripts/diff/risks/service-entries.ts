import { type FieldRule, gained, judge, lost, said, some } from './rule.ts';

const ENTRY = /^networking\.istio\.io\/(?:ServiceEntry|WorkloadEntry)$/;

/** What the mesh knows beyond its own Services. */
export const serviceEntries: readonly FieldRule[] = [
  {
    types: ENTRY,
    shape: /^spec\.hosts$/,
    says: (field) => [
      ...(gained(field).length > 0 ? [judge('security', `the mesh may call ${some(gained(field))}`)] : []),
      ...(lost(field).length > 0
        ? [judge('outage', `the mesh may no longer call ${some(lost(field))}`)]
        : []),
    ],
  },
  {
    types: ENTRY,
    shape: /^spec\.(?:endpoints|workloadSelector|address)\b/,
    says: ({ path, before, after }) =>
      judge('security', `calls to its hosts go to other addresses: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: ENTRY,
    shape: /^spec\.exportTo$/,
    says: (field) => [
      // Without a list every namespace knows it.
      ...(field.after === undefined || (field.before !== undefined && gained(field).length > 0)
        ? [
            judge(
              'security',
              `other namespaces know its hosts: exportTo ${said(field.before)} → ${said(field.after)}`,
            ),
          ]
        : []),
      ...(field.before === undefined || (field.after !== undefined && lost(field).length > 0)
        ? [
            judge(
              'outage',
              `other namespaces no longer know its hosts: exportTo ${said(field.before)} → ${said(field.after)}`,
            ),
          ]
        : []),
    ],
  },
  {
    types: ENTRY,
    shape: /^spec\.ports\[\]$/,
    says: ({ path, before, after }) =>
      after === undefined
        ? judge('outage', `calls to a port of it are refused: ${path} ${said(before)}`)
        : judge('security', `the mesh may call another port of it: ${path} ${said(after)}`),
  },
  {
    types: ENTRY,
    shape:
      /^spec\.(?:resolution|location|addresses|ports\[\]\.(?:protocol|targetPort|number)|subjectAltNames)\b/,
    says: ({ path, before, after }) =>
      judge(
        'outage',
        `calls to its hosts find or trust it in another way: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: /^discovery\.k8s\.io\/EndpointSlice$|^\/Endpoints$/,
    shape: /^(?:endpoints|subsets|ports)\b/,
    says: ({ path, before, after }) =>
      judge('outage', `calls to its Service go to other addresses: ${path} ${said(before)} → ${said(after)}`),
  },
];
