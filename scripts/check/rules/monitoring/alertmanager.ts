import { documentsOf } from '../../../cluster-model/input/documents.ts';
import { chartValuesIn } from '../../state/chart-values.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import {
  at,
  type Fields,
  fields,
  fieldsAt,
  isFields,
  list,
  listAt,
  type Path,
  text,
  textAt,
} from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { secretTexts } from './secret-texts.ts';

/** `severity = critical`. */
export interface AlertMatcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export interface Route {
  readonly path: Path;
  readonly receiver: string | undefined;
  readonly matchers: readonly AlertMatcher[];
  readonly groupBy: readonly string[];
  readonly intervals: readonly string[];
  readonly routes: readonly Route[];
  readonly goesOn: boolean;
}

/** Alerts that silence others while they fire. */
export interface Inhibition {
  readonly path: Path;
  readonly sources: readonly AlertMatcher[];
  readonly targets: readonly AlertMatcher[];
  readonly equal: readonly string[];
}

/** A configuration of Alertmanager, from wherever it is written. */
export interface Alerting {
  readonly resource: Resource;
  /** The operator adds the namespace of the object to each route. */
  readonly isObject: boolean;
  readonly route: Route | undefined;
  /** Each with whether it tells anybody. */
  readonly receivers: ReadonlyMap<string, { readonly path: Path; readonly tells: boolean }>;
  readonly intervals: ReadonlySet<string>;
  readonly inhibitions: readonly Inhibition[];
}

/** Every configuration of Alertmanager: objects of the operator, its Secrets, files, and what its chart is told. */
export const alertingsIn = remembered((state: ClusterState): readonly Alerting[] => [
  ...state
    .of('monitoring.coreos.com/AlertmanagerConfig')
    .map((resource) =>
      alertingOf(resource, fieldsAt(resource.value, 'spec'), { isObject: true, at: ['spec'] }),
    ),
  ...state.of('/Secret', '/ConfigMap').flatMap((resource) =>
    secretTexts(resource).flatMap(({ key, path, content }) => {
      if (!/^alertmanager\.ya?ml$/.test(key)) return [];
      const value = documentsOf(content).documents[0]?.value;
      return isFields(value) ? [alertingOf(resource, value, { isObject: false, at: path })] : [];
    }),
  ),
  ...toldToCharts(state),
]);

function toldToCharts(state: ClusterState): readonly Alerting[] {
  const resource = state.of('monitoring.coreos.com/Alertmanager')[0];
  if (resource === undefined) return [];
  return [...chartValuesIn(state).values()].flatMap((values) => {
    const config = at(values, 'alertmanager', 'config');
    return isFields(config) ? [alertingOf(resource, config, { isObject: false, at: [] })] : [];
  });
}

interface Form {
  readonly isObject: boolean;
  readonly at: Path;
}

function alertingOf(resource: Resource, value: Fields, form: Form): Alerting {
  const key = (own: string, inObject: string) => value[form.isObject ? inObject : own];
  const receivers = list(value.receivers).flatMap(
    (receiver, index): [string, { path: Path; tells: boolean }][] => {
      const name = textAt(receiver, 'name');
      if (name === undefined) return [];
      const tells = Object.entries(fields(receiver)).some(
        ([field, given]) => /onfigs$/.test(field) && list(given).length > 0,
      );
      return [[name, { path: inside(form, 'receivers', index), tells }]];
    },
  );
  const intervals = [
    ...list(value.time_intervals),
    ...list(value.mute_time_intervals),
    ...list(key('', 'muteTimeIntervals')),
    ...list(key('', 'timeIntervals')),
  ];
  const inhibitField = form.isObject ? 'inhibitRules' : 'inhibit_rules';
  return {
    resource,
    isObject: form.isObject,
    route: isFields(value.route) ? routeOf(value.route, form, inside(form, 'route')) : undefined,
    receivers: new Map(receivers),
    intervals: new Set(intervals.flatMap((interval) => textAt(interval, 'name') ?? [])),
    inhibitions: list(value[inhibitField]).map((rule, index) => ({
      path: inside(form, inhibitField, index),
      sources: [
        ...matchersOf(at(rule, form.isObject ? 'sourceMatch' : 'source_matchers')),
        ...pairs(rule, 'source_match'),
      ],
      targets: [
        ...matchersOf(at(rule, form.isObject ? 'targetMatch' : 'target_matchers')),
        ...pairs(rule, 'target_match'),
      ],
      equal: listAt(rule, 'equal').filter((label) => typeof label === 'string'),
    })),
  };
}

/** A text in a Secret has no places within it. */
function inside({ isObject, at: from }: Form, ...path: Path): Path {
  return isObject ? [...from, ...path] : from;
}

/** Nobody nests routes deeper by hand, and a list that holds itself has no end. */
const DEEPEST = 12;

function routeOf(value: unknown, form: Form, path: Path, depth = 0): Route {
  const field = (own: string, inObject: string) => list(at(value, form.isObject ? inObject : own));
  const texts = (values: readonly unknown[]) => values.filter((one) => typeof one === 'string');
  return {
    path,
    receiver: textAt(value, 'receiver'),
    matchers: [...matchersOf(at(value, 'matchers')), ...pairs(value, 'match')],
    groupBy: texts(field('group_by', 'groupBy')),
    intervals: texts([
      ...field('mute_time_intervals', 'muteTimeIntervals'),
      ...field('active_time_intervals', 'activeTimeIntervals'),
    ]),
    routes:
      depth >= DEEPEST
        ? []
        : listAt(value, 'routes').map((route, index) =>
            routeOf(route, form, form.isObject ? [...path, 'routes', index] : path, depth + 1),
          ),
    goesOn: at(value, 'continue') === true,
  };
}

const MATCHER = /^\s*([^=!~\s{]+)\s*(=~|!~|!=|=)\s*"?([^"]*)"?\s*$/;

function matchersOf(value: unknown): readonly AlertMatcher[] {
  return list(value).flatMap((matcher): AlertMatcher[] => {
    const [, label, operator, wanted = ''] = MATCHER.exec(text(matcher) ?? '') ?? [];
    if (label !== undefined && isOperator(operator)) return [{ label, operator, value: wanted }];
    const [name, type] = [textAt(matcher, 'name'), textAt(matcher, 'matchType')];
    if (name === undefined) return [];
    const regex = at(matcher, 'regex') === true ? '=~' : '=';
    return [
      { label: name, operator: isOperator(type) ? type : regex, value: textAt(matcher, 'value') ?? '' },
    ];
  });
}

/** The old form: a map, and one for patterns beside it. */
function pairs(value: unknown, field: string): readonly AlertMatcher[] {
  const of = (from: string, operator: '=' | '=~') =>
    Object.entries(fieldsAt(value, from)).flatMap(([label, wanted]): AlertMatcher[] =>
      typeof wanted === 'string' ? [{ label, operator, value: wanted }] : [],
    );
  return [...of(field, '='), ...of(`${field}_re`, '=~')];
}

function isOperator(operator: string | undefined): operator is AlertMatcher['operator'] {
  return operator === '=' || operator === '!=' || operator === '=~' || operator === '!~';
}

export function* routesOf(route: Route): Generator<Route> {
  yield route;
  for (const inner of route.routes) yield* routesOf(inner);
}
