import { at } from '../../../manifest-reader.ts';
import { argumentsOf, isPlaceholder, optionOf } from '../options.ts';
import { block, type Rule } from '../rule.ts';
import { some } from '../samples.ts';
import { clustersOf, objectsOn } from '../tree.ts';

/** What each command cannot do without: one option of each list. */
const NEEDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'backup create': [],
  'backup delete': [],
  'backup describe': [],
  'backup get': [],
  'backup logs': [],
  'backup-location get': [],
  // The claim that is there is skipped, and the restore says Completed all the same: name the claims, not the namespace.
  'restore create': [
    ['--from-backup', '--from-schedule'],
    ['--include-namespaces'],
    ['--include-resources'],
    ['--wait', '-w'],
  ],
  'restore delete': [],
  'restore describe': [],
  'restore get': [],
  'restore logs': [],
  'schedule get': [],
};

const SWITCHES: ReadonlySet<string> = new Set([
  '--details',
  '--wait',
  '-w',
  '--confirm',
  '--all',
  '--from-schedule-latest',
]);

export const veleroCommands: Rule = {
  program: 'velero',
  breaks: 'A restore that restores nothing and says Completed, or one on another cluster.',
  judge: ({ words, inBlock }) => {
    const given = argumentsOf(words.slice(1), (option) => SWITCHES.has(option));
    const verb = given.plain.slice(0, 2).join(' ');
    const needs = NEEDS[verb];
    if (needs === undefined)
      return [`no rule knows velero ${verb}: add it to test/docs/commands/rules/velero.ts`];
    const context = optionOf(given, '--kubecontext');
    const here = clustersOf(context).filter((cluster) =>
      objectsOn(cluster).some(({ kind }) => kind === 'Schedule'),
    );
    const schedule = optionOf(given, '--from-schedule');
    const namespaces = (optionOf(given, '--include-namespaces') ?? '')
      .split(',')
      .filter((name) => name !== '' && !isPlaceholder(name));
    const backedUp = here.flatMap((cluster) => objectsOn(cluster)).filter(({ kind }) => kind === 'Schedule');
    return [
      ...(context === undefined && inBlock ? ['names no --kubecontext'] : []),
      ...(here.length === 0 ? [`Velero runs on no cluster ${context}`] : []),
      ...needs
        .filter((either) => !either.some((option) => given.options.has(option)))
        .map((either) => `velero ${verb} needs ${either.join(' or ')}`),
      ...(schedule !== undefined &&
      !isPlaceholder(schedule) &&
      !backedUp.some(({ name }) => name === schedule)
        ? [`there is no schedule ${schedule}`]
        : []),
      ...namespaces
        .filter(
          (name) =>
            !backedUp.some(({ json }) =>
              JSON.stringify(at(json, 'spec.template.includedNamespaces')).includes(`"${name}"`),
            ),
        )
        .map((name) => `no schedule backs up the namespace ${name}`),
    ];
  },
  cases: {
    fails: [
      block('velero backup get'),
      block('velero --kubecontext nowhere backup get'),
      ...some('Schedule').flatMap(({ cluster, name }) => [
        block(`velero --kubecontext ${cluster} backup create --from-schedule ${name}x`),
        block(
          `velero --kubecontext ${cluster} restore create --from-backup $BACKUP --include-namespaces $NAMESPACE`,
        ),
        block(
          `velero --kubecontext ${cluster} restore create --from-backup $BACKUP --include-resources pvc --include-namespaces nothing --wait`,
        ),
        block(`velero --kubecontext ${cluster} restore begin`),
      ]),
    ],
    passes: some('Schedule').flatMap(({ cluster, name }) => [
      block(`velero --kubecontext ${cluster} backup create --from-schedule ${name}`),
      block(
        `velero --kubecontext ${cluster} restore create $RESTORE --from-backup $BACKUP --include-namespaces $NAMESPACE --include-resources pvc,pv --wait`,
      ),
    ]),
  },
};
