import { parseArgs } from 'node:util';
import { unseenCases } from './corpus.ts';
import { type Fault, judgedCase, quicklyJudged } from './judge.ts';

/** Says how many changes are told as they should be, how many risks are missed, and how many are false alarms. */
const { values } = parseArgs({
  options: {
    family: { type: 'string', multiple: true },
    /** Prints what is told of each case that is not told as it should be. */
    details: { type: 'boolean', default: false },
    /** Prints what is told of every case. */
    all: { type: 'boolean', default: false },
    /** Asks the checks of every case, and not only of those that need them. */
    whole: { type: 'boolean', default: false },
  },
});

const sums = new Map<string, Record<Fault | 'cases', number>>();
for (const entry of unseenCases()) {
  if (values.family !== undefined && !values.family.includes(entry.family)) continue;
  const { fault, told } = values.whole ? judgedCase(entry) : quicklyJudged(entry);
  for (const family of [entry.family, 'all']) {
    const sum = sums.get(family) ?? { cases: 0, miss: 0, 'false alarm': 0, words: 0 };
    sum.cases += 1;
    if (fault !== undefined) sum[fault] += 1;
    sums.set(family, sum);
  }
  if (values.all || (values.details && fault !== undefined)) {
    const wish = `${[entry.risk].flat().join(' or ')}${entry.says === undefined ? '' : ` /${entry.says}/`}`;
    console.log(`${fault ?? 'right'}: ${entry.family}: ${entry.name}; expected ${wish}`);
    for (const line of told) console.log(`    ${line}`);
  }
}
console.log(
  'family'.padEnd(16),
  ...['cases', 'right', 'missed', 'false alarms', 'words'].map((each) => each.padStart(12)),
);
const rows = [...sums].sort(([one], [other]) => Number(one === 'all') - Number(other === 'all'));
for (const [family, { cases, miss, 'false alarm': alarms, words }] of rows) {
  const numbers = [cases, cases - miss - alarms - words, miss, alarms, words];
  console.log(family.padEnd(16), ...numbers.map((each) => String(each).padStart(12)));
}
