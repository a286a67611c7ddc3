import { messagesOf } from '../../platform/kit/declaration/attempts.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { Mistake } from '../command-line/mistake.ts';
import { messageOf } from '../command-line/tell.ts';

/** One mistake, wherever it was found. */
interface Finding {
  /** With a mark in place of the cluster's name, so that the same mistake on several clusters is one. */
  readonly text: string;
  readonly units: Set<Unit>;
  readonly clusters: Set<string>;
  /** Whether a rule has refused something, or the code failed. */
  readonly refused: boolean;
}

const MARK = '\u0000';

/** Gathers the mistakes of all units on all clusters, so that one run reports them all. */
export class Report {
  readonly #messages = new Set<string>();
  readonly #findings = new Map<string, Finding>();
  readonly #units: readonly Unit[];
  #cause: unknown;

  /** @param units all that are rendered: a mistake is told for the one that it speaks of, whoever came across it */
  constructor(units: readonly Unit[]) {
    this.#units = units;
  }

  /** A mistake with file and line, as rules of the whole fleet find it. */
  add(message: string): void {
    this.#messages.add(message);
  }

  /** A mistake of a unit on a cluster. */
  addOn(unit: Unit, cluster: string, message: string, refused = true): void {
    const text = message.replace(wordOf(cluster), MARK);
    const found = this.#findings.get(text) ?? { text, units: new Set(), clusters: new Set(), refused };
    this.#findings.set(text, found);
    found.units.add(unit);
    found.clusters.add(cluster);
  }

  /** Does something for a unit on a cluster, and records why it could not be done. */
  attempt(unit: Unit, cluster: string, action: () => void): void {
    try {
      action();
    } catch (error) {
      // A full disk is not a unit's mistake, and would be found once for each of them.
      if (error instanceof Error && 'syscall' in error) throw error;
      // What the renderer wraps, to say where: the report says that by itself.
      const inner = error instanceof Mistake && error.cause !== undefined ? error.cause : error;
      const messages = messagesOf(inner);
      for (const message of messages ?? [messageOf(inner)]) {
        this.addOn(unit, cluster, message, messages !== undefined);
      }
      // Bugs in the code are what --stack is for.
      if (this.#cause === undefined || messages === undefined) this.#cause = error;
    }
  }

  get isEmpty(): boolean {
    return this.#messages.size + this.#findings.size === 0;
  }

  /** @throws Mistake with every mistake, a line each */
  throwIfAny(): void {
    const lines = [
      ...this.#messages,
      ...[...this.#findings.values()].map((finding) => described(finding, this.#units)),
    ];
    if (lines.length === 0) return;
    throw new Mistake([...new Set(lines)].join('\n'), { cause: this.#cause });
  }
}

/** The name of a cluster where it is a word of its own. */
function wordOf(cluster: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9-])${cluster}(?![A-Za-z0-9-])`, 'g');
}

/** The workload that a message is about: rules begin with its name, or say who needs what is missing. */
function spokenOf(message: string, units: readonly Unit[]): Unit | undefined {
  const workloads = units.filter((unit) => unit.workloads !== undefined);
  return (
    workloads.find(({ name }) => message.startsWith(`${name} `) || message.startsWith(`${name}:`)) ??
    workloads.find(({ name }) => message.includes(`which ${name} `)) ??
    workloads.find(({ name }) => wordOf(name).test(message))
  );
}

function described({ text, units, clusters, refused }: Finding, all: readonly Unit[]): string {
  const names = [...clusters];
  const written = names.length === 1 ? (names[0] ?? '') : `{${names.join(',')}}`;
  const message = text.replaceAll(MARK, written);
  const unit = refused
    ? (spokenOf(message, [...units]) ?? spokenOf(message, all) ?? [...units][0])
    : undefined;
  const place = unit?.declaredAt?.();
  if (place === undefined) {
    const found = [...units].map(({ name }) => name);
    return `The unit${found.length === 1 ? '' : 's'} ${found.join(', ')} on ${names.join(', ')} cannot be rendered: ${message}`;
  }
  const where = text.includes(MARK) ? '' : ` (on ${names.join(', ')})`;
  const subject = message.startsWith(`${unit?.name}`) ? '' : `${unit?.name}: `;
  return `${place}: ${subject}${message}${where}`;
}
