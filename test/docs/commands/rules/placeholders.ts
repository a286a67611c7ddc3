import { ruleFilesOf } from '../../../../scripts/prove-alerts/rule-files.ts';
import { findAlertCases } from '../../../alerts/cases.ts';
import { block, type Rule } from '../rule.ts';
import { clusters, root } from '../tree.ts';

const alertCases = await findAlertCases();

/** What every message names, beside the labels of its own series. */
const IN_EVERY_MESSAGE = ['cluster', 'unit', 'owner', 'severity', 'hub'];

/** What the shell itself knows. */
const OF_THE_SHELL: ReadonlySet<string> = new Set(['HOME', 'SUBSTITUTION', 'USER', 'REDIS_CLI_OPTIONS']);

const labelsOfAlerts = new Map<string, readonly string[]>();
for (const cluster of clusters) {
  for (const { groups, name, namespace, partOf } of ruleFilesOf(`${root}/dist`, cluster)) {
    for (const { alert, expr, labels } of groups.flatMap(({ rules }) => rules)) {
      const prove = alert === undefined ? undefined : alertCases[alert];
      if (alert === undefined || prove === undefined || labelsOfAlerts.has(alert)) continue;
      const subject = { alert, expression: expr, unit: labels.unit ?? name, namespace, owner: partOf };
      labelsOfAlerts.set(alert, Object.keys({ ...labels, ...prove(subject).labels }));
    }
  }
}

/** `$NAMESPACE` of a runbook is the label `namespace` of the message: promtool proves which labels an alert has. */
export const placeholders: Rule = {
  program: '*',
  breaks: 'The message of the alert has no such label, so nobody can fill in the command.',
  judge: ({ section, written, assigned }) => {
    const labels = labelsOfAlerts.get(section);
    if (labels === undefined) return [];
    const known = [...IN_EVERY_MESSAGE, ...labels].map(plain);
    const outside = written.join(' ').replaceAll(/'[^']*'/g, '');
    const named = [...outside.matchAll(/\$\{?([A-Za-z_]\w*)|<(\w[\w ]*)>/g)].map(
      ([, variable, bracket]) => variable ?? bracket ?? '',
    );
    return [...new Set(named)]
      .filter((name) => !assigned.has(name) && !OF_THE_SHELL.has(name) && !known.includes(plain(name)))
      .map(
        (name) =>
          `the message of ${section} has no label for ${name}; it has ${[...IN_EVERY_MESSAGE, ...labels].join(', ')}`,
      );
  },
  cases: {
    fails: [...labelsOfAlerts.keys()]
      .slice(0, 1)
      .flatMap((alert) => [
        block('kubectl get pods -n $NOWHERE', alert),
        block('kubectl get pods -n "$NOWHERE"', alert),
        block('kubectl get pods -n <nowhere>', alert),
        block("read -r OTHER\nkubectl get pods -n '$OTHER' $NOWHERE", alert),
      ]),
    passes: [...labelsOfAlerts.entries()]
      .slice(0, 1)
      .flatMap(([alert, [label = '']]) => [
        block(`kubectl get pods -n $${label.toUpperCase()}`, alert),
        block('NOWHERE=here\nkubectl get pods -n $NOWHERE', alert),
        block('kubectl get pods -n $NOWHERE'),
      ]),
  },
};

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_ ]/g, '');
}
