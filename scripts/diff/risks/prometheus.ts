import { at, isMapping, textAt } from '../compare/value.ts';
import { imageOf } from './image-name.ts';
import { keepsLess } from './retention.ts';
import { type FieldRule, gained, judge, lost, said, some } from './rule.ts';

/** From these the Prometheus operator makes pods. */
const SERVERS = /^monitoring\.coreos\.com\/(?:Prometheus|PrometheusAgent|Alertmanager|ThanosRuler)$/;

export const prometheus: readonly FieldRule[] = [
  {
    types: SERVERS,
    shape: /^spec\.\w*(?:Selector)\b/,
    says: ({ path, before, after }) =>
      /^spec\.nodeSelector\b/.test(path)
        ? judge('restart', `its pods are replaced: ${path} ${said(before)} → ${said(after)}`)
        : judge(
            'outage',
            `it reads other rules, monitors or configurations, and what it no longer selects falls silent: ${path} ${said(before)} → ${said(after)}`,
          ),
  },
  {
    types: SERVERS,
    shape: /^spec\.(?:retention|retentionSize)$/,
    says: ({ path, before, after }) => {
      // Without a size none bounds it; without a time it is a day, or five of an Alertmanager.
      const isLess = path.endsWith('Size')
        ? after !== undefined && (before === undefined || keepsLess(before, after))
        : keepsLess(before, after);
      const text = `data is kept for another time: ${path} ${said(before)} → ${said(after)}`;
      return judge(isLess ? 'data-loss' : 'scale', text);
    },
  },
  {
    types: SERVERS,
    shape: /^spec\.(?:storage|storageSpec)\b/,
    says: ({ path, shape, before, after }) => {
      if (/^spec\.storage(?:\.volumeClaimTemplate)?$/.test(shape) && after === undefined)
        return judge(
          'data-loss',
          'its storage is gone: it keeps what it knows only as long as its pods live',
        );
      if (shape.endsWith('.requests.storage'))
        return judge(
          'scale',
          `new claims have another size, and those that are there keep theirs: ${path} ${said(before)} → ${said(after)}`,
        );
      return judge(
        isMapping(before) && at(before, 'volumeClaimTemplate') !== undefined ? 'data-loss' : 'outage',
        `its data is stored in another way: ${path} ${said(before)} → ${said(after)}`,
      );
    },
  },
  {
    types: SERVERS,
    shape: /^spec\.paused$/,
    says: ({ after }) =>
      after === true
        ? judge('outage', 'it is paused: the operator carries out no change of it')
        : judge('routine', 'the operator looks after it again'),
  },
  {
    types: SERVERS,
    shape: /^spec\.(?:enableAdminAPI|enableRemoteWriteReceiver|enableOTLPReceiver|hostNetwork)$/,
    says: ({ path, after }) =>
      after === true
        ? judge('security', `whoever reaches it may do more: ${path} is true`)
        : judge('restart', `its pods are replaced: ${path} is ${said(after)}`),
  },
  {
    types: SERVERS,
    shape:
      /^spec\.(?:listenLocal|arbitraryFSAccessThroughSMs|ignoreNamespaceSelectors|enforcedNamespaceLabel|serviceAccountName|web\.tlsConfig|automountServiceAccountToken|alertmanagerConfigMatcherStrategy)\b/,
    says: ({ path, before, after }) =>
      judge('security', `who may do what with it changes: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: SERVERS,
    shape: /^spec\.(?:alerting|alertmanagers)\b/,
    says: (field) => {
      const names = (value: unknown) =>
        (Array.isArray(value) ? value : isMapping(value) ? [value.alertmanagers ?? value].flat() : []).map(
          (each) => textAt(each, 'name') ?? said(each),
        );
      const list = { ...field, before: names(field.before), after: names(field.after) };
      return field.before === undefined && lost(list).length === 0
        ? judge('routine', `alerts also go to ${some(gained(list))}`)
        : judge(
            'outage',
            `alerts go elsewhere, or nowhere: ${field.path} ${some(list.before) || said(field.before)} → ${some(list.after) || said(field.after)}`,
          );
    },
  },
  {
    types: SERVERS,
    shape: /^spec\.(?:remoteWrite|remoteRead|thanos\.objectStorageConfig)\b/,
    says: (field) =>
      field.before === undefined
        ? judge('routine', `measurements also go elsewhere: ${field.path}`)
        : judge(
            'outage',
            `measurements are written or read elsewhere: ${field.path} ${said(field.before)} → ${said(field.after)}`,
          ),
  },
  {
    types: SERVERS,
    shape: /^spec\.resources\.requests\b/,
    says: ({ path, before, after }) =>
      judge('scale', `each of its pods asks for other amounts: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: SERVERS,
    shape: /^spec\.(?:image|version|baseImage|tag|sha)$/,
    says: ({ path, before, after }) => {
      const [old, now] = [imageOf(before), imageOf(after)];
      return path.endsWith('mage') && old?.owner !== now?.owner
        ? judge('security', `an image from elsewhere: ${said(before)} → ${said(after)}`)
        : judge('routine', `a new build: ${said(before)} → ${said(after)}; its pods are replaced`);
    },
  },
  {
    types: SERVERS,
    shape:
      /^spec\.(?:resources|tolerations|affinity|topologySpreadConstraints|securityContext|containers|initContainers|volumes|volumeMounts|logLevel|logFormat|externalUrl|routePrefix|additionalArgs|enableFeatures|walCompression|secrets|configMaps|priorityClassName|podMetadata|imagePullSecrets|dnsPolicy|portName|thanos|terminationGracePeriodSeconds|query|maximumStartupDurationSeconds)\b/,
    says: ({ path, before, after }) =>
      judge('restart', `its pods are replaced: ${path} ${said(before)} → ${said(after)}`),
  },
];
